/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Pictures are served as they are: one door less.
  images: { unoptimized: true },
  // Scripts and pages go out compressed; answers of providers say `no-transform` and pass as they come.
  compress: true,
  // The job page is one static page for every id: a dynamic segment has no prerendered HTML to hash for the CSP.
  async rewrites() {
    return [{ source: '/jobs/:id', destination: '/jobs' }];
  },
};
