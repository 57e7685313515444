import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Policies what csp.js found in the built pages
 * @property {Record<string, string[]>} pages path of a page → hashes of its inline scripts
 * @property {{ regex: string, page: string }[]} rewrites
 */

/** @param {string} file @returns {Policies | null} null in development, where pages are not built */
export function readPolicies(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()',
};

/** Answers of a provider are data: opened as a page, they may do nothing at all. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

function pagePolicy(hashes) {
  const scripts = ["'self'", ...hashes.map((hash) => `'${hash}'`)].join(' ');
  return (
    `default-src 'none'; script-src ${scripts}; connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:; style-src 'self'; ` +
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; object-src 'none'"
  );
}

/** Hashes of the page that answers a path; of the not-found page where none does. */
function hashesFor(path, { pages, rewrites }) {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  const page = pages[plain] ? plain : rewrites.find(({ regex }) => new RegExp(regex).test(plain))?.page;
  return pages[page ?? '/_not-found'] ?? [];
}

/**
 * Security headers of the answer to a path. Scripts and workers get the policy too: a worker takes its own from its file.
 * @param {string} path without query
 * @param {Policies | null} policies null leaves the policy out, since development evaluates code
 * @returns {Record<string, string>}
 */
export function securityHeaders(path, policies) {
  if (path === '/api' || path.startsWith('/api/')) return { ...always, 'content-security-policy': dataPolicy };
  if (policies === null) return always;
  const hashes = path.startsWith('/_next/') ? [] : hashesFor(path, policies);
  return { ...always, 'content-security-policy': pagePolicy(hashes) };
}
