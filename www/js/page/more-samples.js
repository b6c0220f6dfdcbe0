/** The samples that are loaded when one of them is opened. */

import library from "../../samples/library.txt";
import paper from "../../samples/paper.txt";
import tea from "../../samples/tea.txt";

export const TEXTS = { library, paper, tea };
