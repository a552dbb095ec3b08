import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { ensureData } from './prepare-data.mjs';
import { ROOT, runMain, SetupError } from './project.mjs';
import { chooseVulkanDriver, DRIVERS } from './vulkan.mjs';

const ENTRY = 'app/cli/main.ts';

/**
 * Runs the lab without a browser: `npm run lab -- [--driver auto|lavapipe|swiftshader] <arguments of app/cli/main.ts>`.
 * @returns {Promise<number>} the exit code
 */
async function main() {
  const { driver, rest } = takeDriver(process.argv.slice(2));
  await ensureInstalled();
  ensureData();
  chooseVulkanDriver(driver);
  if (!existsSync(join(ROOT, ENTRY))) throw new SetupError(`lab: ${ENTRY} is missing; restore it with git checkout ${ENTRY}`);
  const { loadModule } = await import('./modules.mjs');
  const cli = /** @type {{ main(argv: readonly string[]): Promise<number> }} */ (await loadModule(ENTRY));
  return cli.main(rest);
}

/**
 * Takes `--driver x` or `--driver=x` out of the arguments.
 * @param {readonly string[]} args
 * @returns {{ driver: import('./vulkan.mjs').Driver, rest: string[] }}
 */
function takeDriver(args) {
  const at = args.findIndex((argument) => argument === '--driver' || argument.startsWith('--driver='));
  if (at < 0) return { driver: 'auto', rest: [...args] };
  const joined = args[at]?.includes('=') === true;
  const value = joined ? args[at]?.slice('--driver='.length) : args[at + 1];
  const driver = DRIVERS.find((name) => name === value);
  if (driver === undefined)
    throw new SetupError(`--driver: expected one of ${DRIVERS.join(', ')}, got ${value ?? 'nothing'}; name one of them`);
  return { driver, rest: args.filter((_, index) => index < at || index > (joined ? at : at + 1)) };
}

await runMain(main);
