// Runs before the first paint, so that nobody sees the other theme flash by.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* a browser that keeps nothing follows the system */ }
