// What the page editor of courses adds to Wagtail's. Loaded before Wagtail renders any block.
import { register as registerSleepingText } from "./editor-rich-text.js";

registerSleepingText();
