const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/**
 * @typedef {object} Address
 * @property {number} port
 * @property {string[]} binds interfaces to listen on; the first must work, later ones are taken where they exist
 * @property {string} origin the one address pages are served from
 * @property {string} host its Host header
 * @property {string | null} warning
 */

/**
 * Where to listen and under which address, from HOST, PORT and PUBLIC_ORIGIN. `words` says what is wrong and what to do.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ ok: true, address: Address } | { ok: false, words: string }}
 */
export function readAddress(env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return { ok: false, words: `PORT must be a whole number from 1 to 65535, and is "${env.PORT}".` };
  }
  const published = readPublicOrigin(env.PUBLIC_ORIGIN);
  if (!published.ok) return published;
  const bind = env.HOST?.trim() || 'localhost';
  const open = !loopback.test(bind);
  if (open && published.origin === null) {
    return {
      ok: false,
      words:
        `HOST=${bind} would let other machines reach this server, and with it your key. That is refused unless PUBLIC_ORIGIN names the ` +
        `address people will open, such as https://rowmill.example.org (or http://localhost:${port} for a container on this machine).`,
    };
  }
  const origin = published.origin ?? new URL(`http://localhost:${port}`).origin;
  const binds = bind === 'localhost' ? ['127.0.0.1', '::1'] : [bind.replace(/^\[|\]$/g, '')];
  const warning = open
    ? `There is no sign-in: whoever can reach ${origin} can spend on this server's key. Let only people in whom you trust with it.`
    : null;
  return { ok: true, address: { port, binds, origin, host: new URL(origin).host, warning } };
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
  return loopback.test(url.hostname) && Number(url.port || 80) === address.port ? 'alias' : 'foreign';
}

/** Whether a request's target can mean one thing only: no dots, slashes or percent signs in disguise, nothing to normalise. */
export function isPlainTarget(target) {
  const [path] = target.split('?', 1);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const odd = /[\\\u0000-\u0020\u007f]|\/\/|%(2e|2f|5c|25|7f|[01][0-9a-f])/i;
  return path.startsWith('/') && !odd.test(path) && !path.split('/').some((part) => part === '.' || part === '..');
}
