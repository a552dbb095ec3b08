import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFolders } from './chromium.mjs';
import { ROOT, SetupError } from './project.mjs';

/** @typedef {'auto' | 'lavapipe' | 'swiftshader'} Driver */

/** @type {readonly Driver[]} */
export const DRIVERS = ['auto', 'lavapipe', 'swiftshader'];

const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

const REMEDY = 'install mesa-vulkan-drivers (Mesa 24 or newer) or Chromium, whose SwiftShader serves too, or set VK_ICD_FILENAMES';

/** Loaded by a child process, because a driver that cannot serve may crash the process that tries it. */
const PROBE = `
  const { create } = await import('webgpu');
  const adapter = await create([]).requestAdapter();
  process.exit(adapter === null ? 1 : 0);
`;

/**
 * Names the Vulkan driver Dawn will use, for this process and its children, through `VK_ICD_FILENAMES`. On macOS and
 * Windows Dawn finds its own. `auto` prefers what `VK_ICD_FILENAMES` says already, then a GPU, then lavapipe, then the
 * SwiftShader that Chromium ships. Each is tried first: Dawn refuses the lavapipe of Mesa 22, for one.
 * @param {Driver} driver
 * @throws SetupError when no driver of that kind gives an adapter.
 */
export function chooseVulkanDriver(driver) {
  if (process.platform !== 'linux') return;
  setRuntimeFolder();
  const preset = process.env['VK_ICD_FILENAMES'] ?? process.env['VK_DRIVER_FILES'];
  const candidates =
    driver !== 'auto' ? icds(driver) : preset !== undefined ? [preset] : [...hardware(), ...icds('lavapipe'), ...icds('swiftshader')];
  const chosen = candidates.find(givesAdapter);
  if (chosen === undefined) {
    const tried = candidates.length === 0 ? 'none found' : `none of these gives a WebGPU adapter: ${candidates.join(', ')}`;
    throw new SetupError(`driver: expected a Vulkan driver (${driver}), ${tried}; ${REMEDY}`);
  }
  process.env['VK_ICD_FILENAMES'] = chosen;
}

/** The drivers of real GPUs as one list for the loader; nothing on a machine without a GPU device. */
function hardware() {
  const renders = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  if (!renders && !existsSync('/dev/nvidiactl')) return [];
  const drivers = installedIcds().filter((path) => !/(lvp|swiftshader)_icd[^/]*$/.test(path));
  return drivers.length === 0 ? [] : [drivers.join(':')];
}

/** @param {'lavapipe' | 'swiftshader'} driver */
function icds(driver) {
  if (driver === 'lavapipe') return installedIcds().filter((path) => /lvp_icd[^/]*$/.test(path));
  return [...new Set(chromiumFolders().map((folder) => join(folder, 'vk_swiftshader_icd.json')))].filter((path) => existsSync(path));
}

function installedIcds() {
  return ICD_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name)),
  );
}

/** @param {string} icd */
function givesAdapter(icd) {
  const env = { ...process.env, VK_ICD_FILENAMES: icd, VK_DRIVER_FILES: icd };
  const probe = spawnSync(process.execPath, ['--input-type=module', '--eval', PROBE], { cwd: ROOT, env, stdio: 'ignore', timeout: 20_000 });
  return probe.status === 0;
}

/** Drivers warn without a private folder for their sockets. */
function setRuntimeFolder() {
  if (process.env['XDG_RUNTIME_DIR'] !== undefined) return;
  const folder = join(tmpdir(), `curvature-lab-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.env['XDG_RUNTIME_DIR'] = folder;
}
