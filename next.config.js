/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // API answers are streamed as they come; compression belongs to the TLS proxy in front.
  compress: false,
  // The job page is one static page for every id: a dynamic segment has no prerendered HTML to hash for the CSP.
  async rewrites() {
    return [{ source: '/jobs/:id', destination: '/jobs' }];
  },
};
