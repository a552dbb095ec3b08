import { use, useMemo, type ReactElement } from 'react';
import { kfacSchema } from '../../lab/kfac-spec.ts';
import { planBlocks } from '../../lab/plan-blocks.ts';
import { formatNumber } from '../format.ts';
import { blockOf, exceptionOf, kindsFor, type BlocksDraft } from './block-draft.ts';
import { BlockTable } from './block-table.tsx';
import { FieldGroup } from './field-group.tsx';
import { ChoiceField } from './fields.tsx';
import type { KfacDraft } from './kfac-group.ts';
import { NetworkContext } from './network.ts';
import { KroneckerFields } from './kronecker-fields.tsx';

interface BlockFieldsProps {
  readonly path: string;
  readonly kfac: KfacDraft;
  readonly onChange: (blocks: BlocksDraft) => void;
}

/** How the curvature of the layers is cut into blocks: one structure for all, exceptions layer by layer, what each takes. */
export function BlockFields({ path, kfac, onChange }: BlockFieldsProps): ReactElement {
  const network = use(NetworkContext);
  const plan = useMemo(() => {
    const read = kfacSchema.safeParse(kfac);
    return read.success && network !== null ? planBlocks(read.data, network.weights, network.batchSize) : null;
  }, [kfac, network]);
  const { blocks, representation } = kfac;
  const { every } = blocks;
  const forwardOnly = kfac.estimation === 'forward-only';
  const ordinary = network?.weights.filter((_, index) => exceptionOf(blocks, index + 1) < 0) ?? [];
  return (
    <FieldGroup name="Curvature blocks">
      <ChoiceField
        label="Every layer"
        path={`${path}.every.kind`}
        options={kindsFor(ordinary, forwardOnly, every.kind)}
        value={every.kind}
        onChange={(kind) => onChange({ ...blocks, every: blockOf(kind) })}
      />
      {every.kind === 'kronecker' ? (
        <div className="field-row">
          <KroneckerFields
            path={`${path}.every`}
            block={every}
            layers={ordinary}
            forwardOnly={forwardOnly}
            representation={representation}
            onChange={(block) => onChange({ ...blocks, every: block })}
          />
        </div>
      ) : null}
      {network === null ? (
        <p className="field-description">The layers are listed once data, model and batch size can be read.</p>
      ) : (
        <BlockTable {...{ path, blocks, forwardOnly, representation, plan, onChange }} layers={network.weights} />
      )}
      <p className="field-description">
        A ÷ 4 cuts the factor of the inputs into four parts that ignore each other, G ÷ 4 that of the outputs. × SGD: the multiply-adds of a
        mean step, with its share of statistics and inverses, over those of plain SGD.
        {plan?.total && plan.relativeWithModel !== null && plan.relativeWithModel !== plan.total.relative
          ? ` The quadratic model's two forward passes make it ${formatNumber(plan.relativeWithModel, 3)} in all.`
          : ''}
      </p>
    </FieldGroup>
  );
}
