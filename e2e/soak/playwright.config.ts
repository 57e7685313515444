import base from '../playwright.config.ts';

// By hand, `npm run check:soak`: it takes as long as it is told to.
export default { ...base, testDir: '.', testMatch: '*.soak.ts', workers: 1, timeout: 0, reporter: [['list']], webServer: undefined };
