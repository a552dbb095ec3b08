import type { ReactElement } from 'react';
import type { ArmState } from '../state/run-state.ts';
import { useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import { formatBytes, formatCount, formatDuration, formatParameters } from './format.ts';
import { LineSample } from './kit/line-sample.tsx';

const ROWS: readonly (readonly [name: string, value: (arm: ArmState) => string])[] = [
  ['GPU memory, with evaluation', (arm) => formatBytes(arm.description.bytes)],
  ['Dispatches a plain step', (arm) => formatCount(arm.description.dispatches)],
  ['Parameters', (arm) => formatParameters(arm.description.parameters)],
  ['Time a step, mean', (arm) => (arm.step > 0 ? formatDuration(arm.seconds / arm.step) : '–')],
  ['Training time', (arm) => (arm.step > 0 ? formatDuration(arm.seconds) : '–')],
];

/** What each arm costs: memory, work and time. */
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
    </div>
  );
}
