// `npm start`: whatever a checkout needs, then the server in this same process, so that a signal reaches it.
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { endWithParent } from './run.js';

endWithParent();
try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  process.stderr.write(`Rowmill was not started. ${error.message}\n`);
  process.exit(1);
}
await import('../server.js');
