package io.groqmeter;

import static io.groqmeter.usage.Attribution.project;
import static io.groqmeter.usage.Attribution.tag;
import static io.groqmeter.usage.Attribution.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CallContextTest {

    private final CallContext context = new CallContext(project("everybody"));

    @Test
    void a_scope_holds_until_it_is_closed_and_scopes_nest() {
        CallContext.Scope outer = context.attribute(project("shop").and(tag("tier", "gold")));
        CallContext.Scope inner = context.attribute(user("ana").and(tag("tier", "silver")));
        assertThat(context.attribution())
                .isEqualTo(project("shop").and(user("ana")).and(tag("tier", "silver")));
        inner.close();
        assertThat(context.attribution()).isEqualTo(project("shop").and(tag("tier", "gold")));
        outer.close();
        assertThat(context.attribution()).isEqualTo(project("everybody"));
    }

    @Test
    void another_thread_knows_nothing_of_it_unless_the_work_was_wrapped() throws Exception {
        List<Attribution> seen = new ArrayList<>();
        CallContext.Scope scope = context.attribute(project("shop"));
        Thread plain = new Thread(() -> seen.add(context.attribution()));
        plain.start();
        plain.join();
        Thread wrapped = new Thread(context.wrap(() -> {
            seen.add(context.attribution());
        }));
        scope.close();
        wrapped.start();
        wrapped.join();

        assertThat(seen).containsExactly(project("everybody"), project("shop"));
    }

    @Test
    void a_pool_works_for_whoever_gave_the_task_and_keeps_nothing_of_it() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            ExecutorService carrying = context.wrap(pool);
            CallContext.Scope scope = context.attribute(project("shop"));
            Future<Attribution> first = carrying.submit(context::attribution);
            scope.close();
            assertThat(first.get()).isEqualTo(project("shop"));
            assertThat(carrying.submit(context::attribution).get()).isEqualTo(project("everybody"));
            assertThat(pool.submit(context::attribution).get()).isEqualTo(project("everybody"));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void it_works_on_virtual_threads_where_the_jdk_has_them() throws Exception {
        ExecutorService threads = threads();
        try {
            List<Future<Attribution>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                CallContext.Scope scope = context.attribute(project("shop-" + i));
                answers.add(context.wrap(threads).submit(context::attribution));
                scope.close();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(answers.get(i).get()).isEqualTo(project("shop-" + i));
            }
        } finally {
            threads.shutdown();
        }
    }

    /** A virtual thread per task; before JDK 21 a pool. */
    private static ExecutorService threads() throws Exception {
        return Runtime.version().feature() >= 21
                ? (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null)
                : Executors.newFixedThreadPool(4);
    }
}
