// `npm run dev`: the sources, rebuilt as they change. The sandbox is bundled once, at the start.
import { ensureInstalled } from './ensure.js';
import { endWithParent } from './run.js';

endWithParent();
await ensureInstalled();
const { buildSandbox } = await import('./build-sandbox.js');
await buildSandbox();
process.argv.push('--dev');
await import('../server.js');
