import type { ReactElement } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { inputSize } from '../lab/data-shape.ts';
import type { LayerDescription } from '../lab/events.ts';
import { nameBlock } from '../lab/name-block.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { formatCount, formatParameters } from './format.ts';

/** The weights of the selected arm in the order of computation; each is a button that selects its curvature block. */
export function NetworkStrip(): ReactElement {
  const lab = useLab();
  const arm = useLabState((state) => state.run.arms[state.selection?.arm ?? -1]?.description);
  const task = useLabState((state) => state.run.task);
  const selection = useLabState((state) => state.selection);
  if (!arm || !selection || !task) {
    return (
      <section className="network" aria-labelledby="network-title">
        <h2 id="network-title" className="section-title">
          Network
        </h2>
        <p className="network-empty">The layers appear once the experiment is prepared.</p>
      </section>
    );
  }
  const { layers, name } = arm;
  const size = inputSize(task.inputs);
  const widest = Math.max(size, ...layers.map(({ outputs }) => outputs));
  return (
    <section className="network" aria-labelledby="network-title">
      <h2 id="network-title" className="section-title">
        Network <span className="section-note">of {name}: a layer selects its curvature block</span>
      </h2>
      <div className="network-scroll">
        <div className="network-input">
          <Width units={size} widest={widest} />
          <span className="layer-name">input</span>
          <span className="layer-facts">{formatCount(size)}</span>
        </div>
        <ToggleButtonGroup
          className="network-layers"
          aria-label={`Layers of ${name}`}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(selection.layer)]}
          onSelectionChange={(keys) => {
            const [key] = keys;
            if (key !== undefined) lab.select({ layer: Number(key) });
          }}
        >
          {layers.map((layer, index) => (
            <ToggleButton key={index} id={String(index)} className="layer" aria-label={describe(layer)}>
              <Width units={layer.outputs} widest={widest} />
              <span className="layer-name">{layer.name}</span>
              {tellsKind(layer) ? null : <span className="layer-facts">{kindOf(layer)}</span>}
              <span className="layer-facts">{sizeOf(layer)}</span>
              <span className="layer-facts">{formatParameters(layer.parameters)} params</span>
              {layer.block === null ? null : <span className="layer-facts">{nameBlock(layer.block, layer)}</span>}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
    </section>
  );
}

/** A bar whose height grows with the logarithm of the width of a layer. */
function Width({ units, widest }: { units: number; widest: number }): ReactElement {
  const height = 4 + (28 * Math.log1p(units)) / Math.log1p(Math.max(widest, 1));
  return (
    <svg className="layer-bar" viewBox="0 0 12 32" aria-hidden="true">
      <rect x="2" y={16 - height / 2} width="8" height={height} rx="1" />
    </svg>
  );
}

function tellsKind({ name, kind }: LayerDescription): boolean {
  return name.startsWith(kind);
}

function kindOf({ kind }: LayerDescription): string {
  return kind.replace('-', ' ');
}

/** What the weight gives at each of the rows that an example makes, and what follows it. */
function sizeOf({ use, rows, outputs, activation }: LayerDescription): string {
  const width = `${formatCount(outputs)}${use === 'channelwise' ? ' channels' : ''}`;
  return rows === 1 ? `${width} ${activation}` : `${width} ${activation}, ${formatCount(rows)} rows`;
}

function describe(layer: LayerDescription): string {
  const kind = tellsKind(layer) ? '' : ` (${kindOf(layer)})`;
  const rows = layer.rows === 1 ? '' : `, ${formatCount(layer.rows)} rows a case`;
  const block = layer.block === null ? '' : `, curvature ${nameBlock(layer.block, layer)}`;
  return `${layer.name}${kind}: ${layer.inputs} inputs, ${layer.outputs} outputs${rows}, ${layer.activation}, ${formatCount(layer.parameters)} parameters${block}`;
}
