import type { ReactElement, ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Text } from 'react-aria-components';
import type { LayerKindName } from '../../../lab/model/layer-spec.ts';
import { faceOf, LAYER_GROUPS, LAYER_KINDS } from './layer-kinds.ts';

interface AddLayerProps {
  /** What the button does, where its face does not say it. */
  readonly label?: string;
  readonly children: ReactNode;
  readonly onAdd: (kind: LayerKindName) => void;
}

/** A button that opens the kinds of layers, each with a line on what it is. */
export function AddLayer({ label, children, onAdd }: AddLayerProps): ReactElement {
  return (
    <MenuTrigger>
      <Button className="button" {...(label === undefined ? {} : { 'aria-label': label })}>
        {children}
      </Button>
      <Popover className="popover" offset={4}>
        <Menu className="list" aria-label="Kinds of layers" onAction={(key) => onAdd(LAYER_KINDS.find((kind) => kind === key)!)}>
          {LAYER_GROUPS.map((group) => (
            <MenuSection key={group} className="list-section">
              <Header className="list-heading">{group}</Header>
              {LAYER_KINDS.filter((kind) => faceOf(kind).group === group).map((kind) => (
                <MenuItem key={kind} id={kind} className="list-item" textValue={faceOf(kind).label}>
                  <Text slot="label">{faceOf(kind).label}</Text>
                  <Text slot="description" className="list-description">
                    {faceOf(kind).description}
                  </Text>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
