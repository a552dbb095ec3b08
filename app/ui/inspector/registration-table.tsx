import { memo, type ReactElement } from 'react';
import type { ArmDescription, BlockDescription, LayerDescription } from '../../lab/events.ts';
import { explainBlock } from '../../lab/explain-block.ts';
import { nameBlock } from '../../lab/name-block.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';

interface RegistrationTableProps {
  readonly arm: ArmDescription;
  /** Of the selected layer. */
  readonly selected: number;
}

/** Which block covers which weight of an arm, what it takes and why it is that one; nothing for an arm without blocks. */
export const RegistrationTable = memo(function RegistrationTable({ arm, selected }: RegistrationTableProps): ReactElement | null {
  const { layers, name } = arm;
  if (layers.every(({ block }) => block === null)) return null;
  return (
    <div className="table-scroll registration" role="region" aria-label={`Curvature blocks of ${name}`} tabIndex={0}>
      <table className="table">
        <caption>Curvature blocks of {name}</caption>
        <thead>
          <tr>
            <th scope="col">Weight</th>
            <th scope="col" className="registration-words">
              Block, and why it is that one
            </th>
            <th scope="col">Memory</th>
            <th scope="col">Work a step</th>
            <th scope="col">Full block</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer, index) => (
            <Row key={layer.name} layer={layer} current={index === selected} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

function Row({ layer, current }: { layer: LayerDescription; current: boolean }): ReactElement {
  const { name, use, rows, inputs, outputs, parameters, block } = layer;
  return (
    <tr {...(current ? { 'aria-current': true } : {})}>
      <th scope="row">
        {name}
        <span className="registration-size">
          {formatCount(inputs + (use === 'embedding' ? 0 : 1))} × {formatCount(outputs)}, {use}
        </span>
        {rows === 1 ? null : <span className="registration-size">{formatCount(rows)} rows a case</span>}
      </th>
      <td className="registration-words">
        {block === null ? 'none: the optimiser keeps no block for it' : <Why block={block} layer={layer} />}
      </td>
      <td>{block === null ? '–' : formatBytes(block.bytes)}</td>
      <td>{block === null ? '–' : `${formatNumber(block.relativeCost, 3)} × SGD`}</td>
      <td>{formatBytes(4 * parameters ** 2)}</td>
    </tr>
  );
}

function Why({ block, layer }: { block: BlockDescription; layer: LayerDescription }): ReactElement {
  const { reason, fallback } = explainBlock(block, layer);
  return (
    <>
      {nameBlock(block, layer)}
      <span className="registration-reason">{reason}</span>
      {fallback === null ? null : (
        <span className="registration-fallback">
          <strong>Fallback:</strong> {fallback}
        </span>
      )}
    </>
  );
}
