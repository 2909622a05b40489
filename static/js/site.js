// What every page has. Each part works without script as well.
import "./copy.js";
import "./dialogs.js";
import "./forms.js";
import "./menus.js";
import "./toasts.js";
