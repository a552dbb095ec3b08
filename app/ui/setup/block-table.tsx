import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Representation } from '../../../gpu/curvature/representation.ts';
import type { BlockSpec } from '../../lab/kfac-spec.ts';
import type { PlannedWeight } from '../../lab/model/model-plan.ts';
import type { BlockPlan, PlannedCost } from '../../lab/plan-blocks.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import type { Option } from '../kit/choice.tsx';
import { blockOf, exceptionOf, kindsFor, withException, type BlocksDraft } from './block-draft.ts';
import { ChoiceField } from './fields.tsx';
import { useIssue } from './issues.ts';
import { KroneckerFields } from './kronecker-fields.tsx';

interface BlockTableProps {
  /** Of the blocks in the spec. */
  readonly path: string;
  readonly blocks: BlocksDraft;
  readonly layers: readonly PlannedWeight[];
  readonly forwardOnly: boolean;
  readonly representation: Representation;
  /** Null while it cannot be told. */
  readonly plan: BlockPlan | null;
  readonly onChange: (blocks: BlocksDraft) => void;
}

/** The layers of the model, each with its block and what that takes; a layer may have another block than every layer. */
export function BlockTable(props: BlockTableProps): ReactElement {
  const { path, blocks, layers, plan, onChange } = props;
  const lost = blocks.except.flatMap(({ layer }, index) => (Number(layer) > layers.length ? [{ layer, index }] : []));
  return (
    <>
      <table className="blocks-table">
        <caption className="visually-hidden">Curvature blocks by layer</caption>
        <thead>
          <tr>
            <th scope="col">Layer and its block</th>
            <th scope="col">Memory</th>
            <th scope="col">× SGD</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((sides, index) => (
            <BlockRow key={index} {...props} sides={sides} index={index} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All layers</th>
            <CostCells cost={plan?.total ?? null} />
          </tr>
        </tfoot>
      </table>
      {lost.map(({ layer, index }) => (
        <LostException
          key={index}
          path={`${path}.except.${index}.layer`}
          layer={layer}
          onRemove={() => onChange(withException(blocks, layer, null))}
        />
      ))}
    </>
  );
}

type RowKind = BlockSpec['kind'] | 'every';

interface BlockRowProps extends BlockTableProps {
  readonly sides: PlannedWeight;
  readonly index: number;
}

function BlockRow({ path, blocks, sides, index, forwardOnly, representation, plan, onChange }: BlockRowProps): ReactElement {
  const { name } = sides;
  const layer = index + 1;
  const exception = exceptionOf(blocks, layer);
  const block = blocks.except[exception]?.block ?? null;
  const blockPath = `${path}.except.${exception}.block`;
  const options: readonly Option<RowKind>[] = [
    { value: 'every', label: 'As above', description: 'what every layer has' },
    ...kindsFor([sides], forwardOnly, block?.kind ?? null),
  ];
  return (
    <>
      <tr>
        <th scope="row">
          {name}
          <span className="blocks-shape">
            {sides.inputs + (sides.use === 'embedding' ? 0 : 1)} × {sides.outputs}
            {sides.rows > 1 ? `, ${formatCount(sides.rows)}\u00a0rows\u00a0a\u00a0case` : ''}
          </span>
        </th>
        <CostCells cost={plan?.layers[index]?.cost ?? null} />
      </tr>
      <tr className="blocks-choices">
        <td colSpan={3}>
          <div>
            <ChoiceField
              label={`Block of ${name}`}
              labelHidden
              path={`${blockPath}.kind`}
              options={options}
              value={block?.kind ?? 'every'}
              onChange={(kind) => onChange(withException(blocks, layer, kind === 'every' ? null : blockOf(kind)))}
            />
            {block?.kind === 'kronecker' ? (
              <KroneckerFields
                path={blockPath}
                block={block}
                layers={[sides]}
                forwardOnly={forwardOnly}
                representation={representation}
                layer={name}
                onChange={(next) => onChange(withException(blocks, layer, next))}
              />
            ) : null}
          </div>
        </td>
      </tr>
    </>
  );
}

function CostCells({ cost }: { cost: PlannedCost | null }): ReactElement {
  return (
    <>
      <td>{cost ? formatBytes(cost.bytes) : '–'}</td>
      <td>{cost ? formatNumber(cost.relative, 3) : '–'}</td>
    </>
  );
}

interface LostExceptionProps {
  readonly path: string;
  readonly layer: number | string;
  readonly onRemove: () => void;
}

/** An exception for a layer that the model has no more. */
function LostException({ path, layer, onRemove }: LostExceptionProps): ReactElement {
  const message = useIssue(path);
  return (
    <p className="blocks-lost">
      <span className="field-error">
        Layer {layer} has a block of its own. {message}
      </span>
      <Button className="button" onPress={onRemove}>
        Remove it
      </Button>
    </p>
  );
}
