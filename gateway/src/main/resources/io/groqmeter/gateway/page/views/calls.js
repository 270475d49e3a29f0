// Calls: the list, one call's receipt, or the calls that never settled, as the address says.

import { list } from './calls-list.js';
import { receipt } from './receipt.js';
import { unsettled } from './unsettled.js';

const PARTS = { list, receipt, unsettled };

export default function mount(root, app) {
  let shown;
  return {
    update(params) {
      const name = params.one ? 'receipt' : params.unsettled ? 'unsettled' : 'list';
      if (shown?.name !== name) {
        shown?.part.leave?.();
        root.replaceChildren();
        shown = { name, part: PARTS[name](root, app) };
      }
      shown.part.update(params);
    },
    unmount() {
      shown?.part.leave?.();
    },
  };
}
