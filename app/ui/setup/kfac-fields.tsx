import type { ReactElement } from 'react';
import { BlockFields } from './block-fields.tsx';
import { KfacDampingFields } from './kfac-damping-fields.tsx';
import { KfacEstimateFields } from './kfac-estimate-fields.tsx';
import type { KfacGroupProps } from './kfac-group.ts';
import { KfacInverseFields } from './kfac-inverse-fields.tsx';
import { KfacStepFields } from './kfac-step-fields.tsx';

/** Hyperparameters of K-FAC: estimate, step, damping, what is made of the factors, and its blocks. */
export function KfacFields(props: KfacGroupProps): ReactElement {
  const { path, value, onChange } = props;
  return (
    <>
      <KfacEstimateFields {...props} />
      <KfacStepFields {...props} />
      <KfacDampingFields {...props} />
      <KfacInverseFields {...props} />
      <BlockFields path={`${path}.blocks`} kfac={value} onChange={(blocks) => onChange({ ...value, blocks })} />
    </>
  );
}
