import type { ReactElement } from 'react';
import type { ArmState } from '../state/run-state.ts';
import { useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import { formatBytes, formatCount, formatDuration, formatParameters } from './format.ts';
import { LineSample } from './kit/line-sample.tsx';

const ROWS: readonly (readonly [name: string, value: (arm: ArmState) => string])[] = [
  ['GPU memory', (arm) => formatBytes(arm.description.bytes)],
  ['Dispatches a plain step', (arm) => formatCount(arm.description.dispatches)],
  ['Parameters', (arm) => formatParameters(arm.description.parameters)],
  ['Time a step, mean', (arm) => (arm.step > 0 ? formatDuration(arm.seconds / arm.step) : '–')],
  ['Training time', (arm) => (arm.step > 0 ? formatDuration(arm.seconds) : '–')],
];

/** What each arm costs: memory, work and time, and the sides of its Kronecker factors. */
export function CostTable(): ReactElement {
  const arms = useLabState((state) => state.run.arms);
  const adapter = useLabState((state) => state.run.adapter);
  if (arms.length === 0) return <p className="empty">Costs are known once the experiment is prepared.</p>;
  const styles = armStyles(arms.map((arm) => arm.description));
  return (
    <div className="table-scroll" role="region" aria-label="Cost tables" tabIndex={0}>
      <table className="table">
        <caption>
          Cost of each arm{adapter ? `, ${adapter.family} kernels${adapter.software ? ', times of a software adapter' : ''}` : ''}
        </caption>
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
      {arms.map((arm, index) => (
        <FactorTable key={index} arm={arm} />
      ))}
    </div>
  );
}

/** Sides and bytes of the factors of one arm, layer by layer. */
function FactorTable({ arm }: { arm: ArmState }): ReactElement | null {
  const { layers, name } = arm.description;
  if (layers.every((layer) => layer.factors === null)) return null;
  return (
    <table className="table">
      <caption>Kronecker factors of {name}, float32</caption>
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">A, inputs and bias</th>
          <th scope="col">G, outputs</th>
          <th scope="col">Both factors</th>
          <th scope="col">Full Fisher block would take</th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer, index) => (
          <tr key={index}>
            <th scope="row">{layer.name}</th>
            <td>{layer.factors ? square(layer.factors.a) : '–'}</td>
            <td>{layer.factors ? square(layer.factors.g) : '–'}</td>
            <td>{layer.factors ? formatBytes(4 * (layer.factors.a ** 2 + layer.factors.g ** 2)) : '–'}</td>
            <td>{formatBytes(4 * layer.parameters ** 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function square(side: number): string {
  return `${formatCount(side)} × ${formatCount(side)}`;
}
