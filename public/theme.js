// Runs before the first paint: puts a theme the person chose on the page, and whether this browser has jobs, so that the
// first page can show at once what fits. Without a choice the system's setting holds.
(() => {
  try {
    const theme = localStorage.getItem('rowmill-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    if (localStorage.getItem('rowmill-jobs')) document.documentElement.dataset.jobs = '';
  } catch {
    // Storage is blocked: the system's setting holds.
  }
})();
