import type { ReactElement } from 'react';
import { nameBlock } from '../lab/name-block.ts';
import type { ArmState } from '../state/run-state.ts';
import { useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, formatParameters } from './format.ts';
import { LineSample } from './kit/line-sample.tsx';

const ROWS: readonly (readonly [name: string, value: (arm: ArmState) => string])[] = [
  ['GPU memory', (arm) => formatBytes(arm.description.bytes)],
  ['Dispatches a plain step', (arm) => formatCount(arm.description.dispatches)],
  ['Parameters', (arm) => formatParameters(arm.description.parameters)],
  ['Time a step, mean', (arm) => (arm.step > 0 ? formatDuration(arm.seconds / arm.step) : '–')],
  ['Training time', (arm) => (arm.step > 0 ? formatDuration(arm.seconds) : '–')],
];

/** What each arm costs: memory, work and time, and its curvature blocks. */
export function CostTable(): ReactElement {
  const arms = useLabState((state) => state.run.arms);
  const adapter = useLabState((state) => state.run.adapter);
  if (arms.length === 0) return <p className="empty">Costs are known once the experiment is prepared.</p>;
  const styles = armStyles(arms.map((arm) => arm.description));
  return (
    <div className="table-scroll" role="region" aria-label="Cost tables" tabIndex={0}>
      <table className="table">
        <caption>Cost of each arm</caption>
        <thead>
          <tr>
            <th scope="col">Quantity</th>
            {arms.map((arm, index) => {
              const style = styles[index];
              return (
                <th key={index} scope="col">
                  {style ? <LineSample style={style} /> : null} {arm.description.name}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {arms.map((arm, index) => (
                <td key={index}>{value(arm)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {adapter ? (
        <p className="section-note table-note">
          {adapter.family} kernels{adapter.software ? '; times are those of a software adapter' : ''}
        </p>
      ) : null}
      {arms.map((arm, index) => (
        <BlockTable key={index} arm={arm} />
      ))}
    </div>
  );
}

/** The curvature blocks of one arm, layer by layer: what they keep and the arithmetic they add. */
function BlockTable({ arm }: { arm: ArmState }): ReactElement | null {
  const { layers, name } = arm.description;
  if (layers.every((layer) => layer.block === null)) return null;
  return (
    <table className="table">
      <caption>Curvature blocks of {name}, float32</caption>
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">Weight, inputs and bias × outputs</th>
          <th scope="col">Block</th>
          <th scope="col">Averages and inverses</th>
          <th scope="col">Arithmetic a step</th>
          <th scope="col">Full Fisher block would take</th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer, index) => (
          <tr key={index}>
            <th scope="row">{layer.name}</th>
            <td>
              {formatCount(layer.inputs + 1)} × {formatCount(layer.outputs)}
            </td>
            <td>{layer.block ? nameBlock(layer.block) : '–'}</td>
            <td>{layer.block ? formatBytes(layer.block.bytes) : '–'}</td>
            <td>{layer.block ? `${formatNumber(layer.block.relativeCost, 3)} × SGD` : '–'}</td>
            <td>{formatBytes(4 * layer.parameters ** 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
