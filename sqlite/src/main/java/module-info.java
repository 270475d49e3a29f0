/** The durable store: one SQLite file. */
module io.groqmeter.sqlite {
    requires transitive io.groqmeter.core;
    requires com.fasterxml.jackson.core;
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.groqmeter.sqlite;
}
