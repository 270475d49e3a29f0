// Calls: the list, one call's receipt, or the unsettled calls, by the address.

import { list as latest } from './calls-list.js';
import { receipt } from './receipt.js';
import { unsettled } from './unsettled.js';

const PARTS = { list: latest, receipt, unsettled };

export default function mount(root, app) {
  let shown;
  let list = '#/calls';
  return {
    update(params) {
      const name = params.one ? 'receipt' : params.unsettled ? 'unsettled' : 'list';
      if (name === 'list') list = location.hash;
      if (shown?.name !== name) {
        shown?.part.leave?.();
        root.replaceChildren();
        shown = { name, part: PARTS[name](root, app, () => list) };
      }
      shown.part.update(params);
    },
    unmount() {
      shown?.part.leave?.();
    },
  };
}
