// Quizzes in the editor. Questions that are kept already are put into the form only when somebody
// opens them: a lesson with forty quizzes would else begin with 70,000 elements and 5,000 fields.
(() => {
  const { StreamBlockDefinition, StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;

  // A key is a text, a radio's list of one, or a list of which one item has all that it needs:
  // an option its tick, a pair both sides, a blank its answer.
  const isSet = (key, parts) =>
    [key ?? []].flat().some((one) => {
      if (one?.value && typeof one.value === "object") {
        return parts.filter((name) => name in one.value).every((name) => isSet(one.value[name], parts));
      }
      return one === true || (one !== false && String(one).trim() !== "");
    });

  const shortened = (text, length) =>
    length && text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

  // What a question asks, and what its author still owes it.
  const summary = ({ keyField, keyParts, noPrompt, noKey }, state, maxLength) => {
    const prompt = (state.prompt ?? "").trim().replace(/\s+/g, " ");
    const words = prompt ? shortened(prompt, maxLength) : noPrompt;
    return keyField && !isSet(state[keyField], keyParts) ? `${words} · ${noKey}` : words;
  };

  class Question extends StructBlock {
    getTextLabel({ maxLength } = {}) {
      return summary(this.blockDef.meta, this.getState(), maxLength);
    }
  }

  class Quiz extends StructBlock {
    getTextLabel(options) {
      return this.childBlocks.title.getTextLabel(options) || this.childBlocks.questions.getTextLabel(options);
    }
  }

  // Stands for the questions until they are opened; the form sends them as they were.
  class ClosedQuestions {
    constructor(blockDef, placeholder, prefix, state, mount) {
      Object.assign(this, { blockDef, prefix, state, mount, type: blockDef.name });
      this.element = document.createElement("div");
      this.element.className = "quiz-closed";
      this.element.append(this.kept(), this.list(), this.button());
      placeholder.replaceWith(this.element);
      this.container = window.$ ? window.$(this.element) : [this.element];
    }

    kept() {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: `${this.prefix}-kept`, value: JSON.stringify(this.state) });
      return input;
    }

    list() {
      const list = document.createElement("ol");
      for (const { type, value } of this.state) {
        const { meta } = this.blockDef.childBlockDefsByName[type];
        const item = document.createElement("li");
        item.textContent = `${meta.label}: ${summary(meta, value, 90)}`;
        list.append(item);
      }
      return list;
    }

    button() {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button-small button-secondary" });
      button.textContent = this.blockDef.meta.openLabel;
      button.addEventListener("click", () => {
        const { children } = this.open();
        children[0].toggleElement.focus();
        if (children.length === 1) {
          children[0].toggleElement.click();
        }
      });
      return button;
    }

    open() {
      this.real ??= this.mount(this.element, this.state);
      return this.real;
    }

    getState() {
      return this.real ? this.real.getState() : this.state;
    }

    getValue() {
      return this.real ? this.real.getValue() : this.state;
    }

    getDuplicatedState() {
      return this.open().getDuplicatedState();
    }

    setState(state) {
      this.open().setState(state);
    }

    setError(error) {
      if (error) {
        this.open().setError(error);
        this.element = this.real.element;
        this.container = this.real.container;
      }
    }

    getTextLabel({ maxLength } = {}) {
      if (this.real) {
        return this.real.getTextLabel({ maxLength });
      }
      return shortened(this.state.map(({ value }) => (value.prompt ?? "").trim()).join(", "), maxLength);
    }

    focus(options) {
      if (this.real) {
        this.real.focus(options);
      } else {
        this.element.querySelector("button").focus();
      }
    }
  }

  class QuestionsDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, state, error) {
      const mount = (element, kept) => super.render(element, prefix, kept, error);
      // A comment on a question is to be seen without looking for it.
      const comments = document.getElementById("comments-data")?.textContent ?? "";
      if (error || !state?.length || state.some(({ id }) => id && comments.includes(id))) {
        return mount(placeholder, state);
      }
      return new ClosedQuestions(this, placeholder, prefix, state, mount);
    }
  }

  const definitionOf = (Block) =>
    class extends StructBlockDefinition {
      render(...args) {
        return new Block(this, ...args);
      }
    };

  window.telepath.register("courses.questions.Question", definitionOf(Question));
  window.telepath.register("courses.questions.Questions", QuestionsDefinition);
  window.telepath.register("courses.questions.Quiz", definitionOf(Quiz));
})();
