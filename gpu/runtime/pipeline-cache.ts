import { ShaderCompileError } from './errors.ts';
import type { Access, Kernel } from './kernel.ts';
import { shaderSource } from './shader-source.ts';

/** A compiled kernel with the layout its bind groups follow. */
export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/**
 * Compiles each distinct kernel once. The key is derived: expanded source, entry point, binding accesses and sorted
 * override constants.
 */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #kernels = new Map<string, Promise<CompiledKernel>>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get size(): number {
    return this.#kernels.size;
  }

  /** @throws ShaderCompileError with the shader's path and the compiler's first message. */
  compile(kernel: Kernel<unknown>): Promise<CompiledKernel> {
    const source = shaderSource(kernel.shader, kernel.consts);
    const accesses = kernel.bindings.map((binding) => binding.access);
    const overrides = Object.entries(kernel.overrides ?? {}).sort(([a], [b]) => a.localeCompare(b));
    const key = JSON.stringify([source, kernel.entryPoint, accesses, overrides]);
    let compiled = this.#kernels.get(key);
    if (compiled === undefined) {
      compiled = this.#compile(kernel, source, accesses);
      this.#kernels.set(key, compiled);
      // A refusal may pass, for want of memory say: whoever asks next tries anew.
      compiled.catch(() => this.#kernels.delete(key));
    }
    return compiled;
  }

  async #compile(kernel: Kernel<unknown>, source: string, accesses: readonly Access[]): Promise<CompiledKernel> {
    const module = this.#module(kernel.shader, source);
    const layout = this.#layout(accesses);
    try {
      const pipeline = await this.#device.createComputePipelineAsync({
        label: kernel.shader,
        layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: kernel.entryPoint ?? 'main', constants: { ...kernel.overrides } },
      });
      return { pipeline, layout };
    } catch (error) {
      const { messages } = await module.getCompilationInfo();
      const first = messages.find((message) => message.type === 'error');
      const place = first === undefined ? '' : ` at line ${String(first.lineNum)}: ${first.message}`;
      const settings = JSON.stringify({ ...kernel.overrides, ...kernel.consts });
      throw new ShaderCompileError(`shader ${kernel.shader}${place || `: ${String(error)}`} (with ${settings})`, { cause: error });
    }
  }

  #module(path: string, source: string): GPUShaderModule {
    let module = this.#modules.get(source);
    if (module === undefined) {
      // What is wrong with a shader is told by its pipeline; uncaptured, it would count as a fault of the device.
      this.#device.pushErrorScope('validation');
      module = this.#device.createShaderModule({ label: path, code: source });
      this.#device.popErrorScope().catch(() => null);
      this.#modules.set(source, module);
    }
    return module;
  }

  #layout(accesses: readonly Access[]): GPUBindGroupLayout {
    const key = accesses.join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      layout = this.#device.createBindGroupLayout({
        label: key,
        entries: accesses.map((access, binding) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
