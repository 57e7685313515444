// Runs before the first paint: puts a theme the person chose on the page. Without a choice the system's setting holds.
(() => {
  try {
    const theme = localStorage.getItem('rowmill-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's setting holds.
  }
})();
