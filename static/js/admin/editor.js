// What the page editor of courses adds to Wagtail's. Loaded before Wagtail renders any block.
import { start as startDropping } from "./editor-drop.js";
import { start as startKeeping } from "./editor-keeping.js";
import { start as startPlaces } from "./editor-place.js";
import { register as registerSleepingText } from "./editor-rich-text.js";

registerSleepingText();
startDropping();
startKeeping();
startPlaces();
