import { isIP } from 'node:net';

const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/**
 * @typedef {object} Address
 * @property {number} port
 * @property {string[]} binds interfaces to listen on; the first must work, later ones are taken where they exist
 * @property {string} origin the one address pages are served from
 * @property {string} host its Host header
 * @property {boolean} signIn people sign in with a passphrase
 * @property {string | null} warning
 */

/**
 * Where to listen and under which address, from HOST, PORT and PUBLIC_ORIGIN. Beyond this machine only with a passphrase. `words` says what is wrong and what to do.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ ok: true, address: Address } | { ok: false, words: string }}
 */
export function readAddress(env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return { ok: false, words: `PORT must be a whole number from 1 to 65535, and is "${env.PORT}".` };
  }
  const bind = env.HOST?.trim() || 'localhost';
  const signIn = Boolean(env.ROWMILL_PASSPHRASE?.trim() || env.ROWMILL_PASSPHRASE_HASH?.trim());
  const published = readPublicOrigin(env.PUBLIC_ORIGIN);
  if (!published.ok) return published;
  const isOpen = !loopback.test(bind);
  const missing = missingForOthers({ bind, port, isOpen, origin: published.origin, signIn });
  if (missing !== null) return { ok: false, words: missing };
  const origin = published.origin ?? new URL(`http://localhost:${port}`).origin;
  const binds = bind === 'localhost' ? ['127.0.0.1', '::1'] : [bind.replace(/^\[|\]$/g, '')];
  return { ok: true, address: { port, binds, origin, host: new URL(origin).host, signIn, warning: warningOf(env) } };
}

/** What a server that others can reach still lacks, in words; null where nothing, or where only this machine reaches it. */
function missingForOthers({ bind, port, isOpen, origin, signIn }) {
  const isPublished = origin !== null && !loopback.test(new URL(origin).hostname);
  if (!isOpen && !isPublished) return null;
  const words = [];
  if (isOpen && origin === null) {
    words.push(
      `PUBLIC_ORIGIN to the address people will open, such as https://rowmill.example.org (or http://localhost:${port} for a container on this machine)`,
    );
  }
  if (!signIn) {
    words.push(
      'ROWMILL_PASSPHRASE to a long passphrase, which people then sign in with (or ROWMILL_PASSPHRASE_HASH to what "node scripts/hash-passphrase.js" prints), ' +
        'since otherwise whoever reaches it could spend on its key',
    );
  }
  const cause = isOpen ? `HOST=${bind}` : `PUBLIC_ORIGIN=${origin}`;
  return words.length === 0 ? null : `${cause} lets other machines reach this server. For that, set ${words.join(', and ')}.`;
}

/** @param {NodeJS.ProcessEnv} env */
function warningOf(env) {
  const short = [env.ROWMILL_PASSPHRASE, env.ROWMILL_VIEW_PASSPHRASE].some((text) => text?.trim() && text.trim().length < 12);
  return short ? 'A passphrase of fewer than 12 characters can be guessed. Choose a longer one, such as five words.' : null;
}

/** @param {string | undefined} text */
function readPublicOrigin(text) {
  if (!text?.trim()) return { ok: true, origin: null };
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const bare = url !== null && url.pathname === '/' && !url.search && !url.hash && !url.username;
  if (bare && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)))) {
    return { ok: true, origin: url.origin };
  }
  return {
    ok: false,
    words:
      `PUBLIC_ORIGIN must be an https address without a path, such as https://rowmill.example.org, and is "${text}". Over plain http a browser ` +
      'gives pages neither locks nor digests nor file pickers, so Rowmill cannot work there; http://localhost is the one exception.',
  };
}

/**
 * `own`: the canonical address. `alias`: this machine under another name, to be redirected, since a browser keeps jobs by address.
 * `foreign`: neither; some other site's name was pointed here.
 * @param {string | undefined} host
 * @param {Address} address
 */
export function judgeHost(host, address) {
  if (host === address.host) return 'own';
  if (host === undefined || !URL.canParse(`http://${host}`)) return 'foreign';
  const url = new URL(`http://${host}`);
  return url.username === '' && loopback.test(url.hostname) && Number(url.port || 80) === address.port ? 'alias' : 'foreign';
}

/**
 * Where a request comes from, for slowing down guesses: the connection's own address or, behind a proxy that is trusted to
 * tell, the last address in its X-Forwarded-For. What stands before the last comes from the client, who may write what he likes.
 * @param {import('node:http').IncomingMessage} request
 * @param {boolean} trustProxy
 */
export function clientAddress(request, trustProxy) {
  const told = trustProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return told && isIP(told) ? told : (request.socket.remoteAddress ?? 'unknown');
}

function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a request's target can mean one thing only: no dots, slashes or percent signs in disguise, nothing to normalise. */
export function isPlainTarget(target) {
  const [path] = target.split('?', 1);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const odd = /[\\\u0000-\u0020\u007f]|\/\/|%(2e|2f|5c|25|7f|[01][0-9a-f])/i;
  return path.startsWith('/') && !odd.test(path) && isDecodable(path) && !path.split('/').some((part) => part === '.' || part === '..');
}
