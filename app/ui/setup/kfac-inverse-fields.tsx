import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { inverseOf, refreshOf } from './defaults.ts';
import { FieldGroup } from './field-group.tsx';
import { ChoiceField, NumberField } from './fields.tsx';
import type { KfacDraft, KfacGroupProps } from './kfac-group.ts';
import { LaterPeriodFields } from './later-period-fields.tsx';

const REPRESENTATIONS: readonly Option<KfacSpec['representation']>[] = [
  { value: 'factored', label: 'Factored inverses', description: 'each factor damped and inverted by itself' },
  { value: 'eigenbasis', label: 'Eigenbasis', description: 'their product damped exactly' },
  { value: 'ekfac', label: 'EKFAC', description: 'eigenvalues measured in the eigenbasis' },
  { value: 'tridiagonal', label: 'Block-tridiagonal', description: 'every layer linked to its neighbours' },
];
const METHODS: readonly Option<KfacSpec['inverse']['kind']>[] = [
  { value: 'cholesky', label: 'Cholesky', description: 'afresh at every refresh' },
  { value: 'newton-schulz', label: 'Newton–Schulz', description: 'iterated from the last inverse where that is near enough' },
  { value: 'inverse-free', label: 'Inverse-free', description: 'SINGD: a root of the inverse follows by products alone' },
];
const REFRESHES: readonly Option<KfacSpec['refresh']['kind']>[] = [
  { value: 'every', label: 'All', description: 'every factor at each refresh' },
  { value: 'round-robin', label: 'Round-robin', description: 'layers in turns: the cost is spread over the steps' },
  { value: 'adaptive', label: 'Adaptive', description: 'only factors whose inverse leaves too large a residual' },
];

/** What is made of the factors: their form, how they are inverted, and which of them when. */
export function KfacInverseFields({ path, value, onChange }: KfacGroupProps): ReactElement {
  const { representation } = value;
  const isSolved = representation === 'eigenbasis' || representation === 'ekfac';
  const isInverted = !isSolved || hasFullBlock(value);
  return (
    <FieldGroup name="Curvature as">
      <ChoiceField
        label="Curvature as"
        labelHidden
        path={`${path}.representation`}
        options={REPRESENTATIONS}
        value={representation}
        onChange={(next) => onChange({ ...value, representation: next })}
      />
      <div className="field-row">
        <NumberField
          label="Inverse every"
          path={`${path}.inverseEvery`}
          value={value.inverseEvery}
          onChange={(inverseEvery) => onChange({ ...value, inverseEvery })}
        />
        {isSolved ? (
          <NumberField
            label="Eigen-solve every"
            path={`${path}.basisEvery`}
            value={value.basisEvery}
            onChange={(basisEvery) => onChange({ ...value, basisEvery })}
          />
        ) : null}
        {isInverted ? (
          <NumberField
            label="Damping floor"
            path={`${path}.dampingFloor`}
            description="× mean eigenvalue"
            value={value.dampingFloor}
            onChange={(dampingFloor) => onChange({ ...value, dampingFloor })}
          />
        ) : null}
      </div>
      <LaterPeriodFields
        path={`${path}.inverseLater`}
        name="inverses"
        first={value.inverseEvery}
        value={value.inverseLater}
        onChange={(inverseLater) => onChange({ ...value, inverseLater })}
      />
      {isInverted ? <MethodFields path={path} value={value} onChange={onChange} /> : null}
    </FieldGroup>
  );
}

/** How matrices are inverted, and which of them at a refresh. */
function MethodFields({ path, value, onChange }: KfacGroupProps): ReactElement {
  const { inverse, refresh } = value;
  const invert = (next: KfacDraft['inverse']): void => onChange({ ...value, inverse: next });
  const refreshWith = (next: KfacDraft['refresh']): void => onChange({ ...value, refresh: next });
  return (
    <div className="field-row">
      <ChoiceField
        label="Inverted by"
        path={`${path}.inverse.kind`}
        options={METHODS}
        value={inverse.kind}
        onChange={(kind) => invert(inverseOf(kind))}
      />
      <ChoiceField
        label="Refreshed"
        path={`${path}.refresh.kind`}
        options={REFRESHES}
        value={refresh.kind}
        onChange={(kind) => refreshWith(refreshOf(kind))}
      />
      {inverse.kind === 'newton-schulz' ? (
        <NumberField
          label="Iterations"
          path={`${path}.inverse.iterations`}
          value={inverse.iterations}
          onChange={(iterations) => invert({ ...inverse, iterations })}
        />
      ) : null}
      {inverse.kind === 'inverse-free' ? (
        <>
          <NumberField
            label="Rate β₁"
            path={`${path}.inverse.rate`}
            value={inverse.rate}
            onChange={(rate) => invert({ ...inverse, rate })}
          />
          <NumberField
            label="Momentum α₁"
            path={`${path}.inverse.momentum`}
            value={inverse.momentum}
            onChange={(momentum) => invert({ ...inverse, momentum })}
          />
        </>
      ) : null}
      {refresh.kind === 'round-robin' ? (
        <NumberField
          label="Shares"
          path={`${path}.refresh.shares`}
          description={gammaIsSearched(value) ? 'without effect: γ is searched' : 'of the layers'}
          value={refresh.shares}
          onChange={(shares) => refreshWith({ ...refresh, shares })}
        />
      ) : null}
      {refresh.kind === 'adaptive' ? (
        <NumberField
          label="Residual bound"
          path={`${path}.refresh.residual`}
          description="of ‖I − ÂX‖ / √n"
          value={refresh.residual}
          onChange={(residual) => refreshWith({ ...refresh, residual })}
        />
      ) : null}
    </div>
  );
}

/** A full block is inverted as it is, whatever becomes of the factors. */
function hasFullBlock({ blocks }: KfacDraft): boolean {
  return blocks.every.kind === 'full' || blocks.except.some(({ block }) => block.kind === 'full');
}

function gammaIsSearched({ damping }: KfacDraft): boolean {
  return damping.kind === 'levenberg-marquardt' && damping.gamma === 'searched';
}
