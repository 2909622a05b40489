// What quizzes and questions say of themselves in the editor when they are folded up.
(() => {
  const { StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;

  const isSet = (value) =>
    Array.isArray(value) ? value.some((item) => item.value.is_right) : String(value ?? "").trim() !== "";

  const shortened = (text, length) =>
    length && text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

  class Question extends StructBlock {
    getTextLabel({ maxLength } = {}) {
      const { prompt, [this.blockDef.meta.keyField]: key } = this.getState();
      const { keyField, noPrompt, noKey } = this.blockDef.meta;
      const words = prompt.trim() ? shortened(prompt.trim().replace(/\s+/g, " "), maxLength) : noPrompt;
      return keyField && !isSet(key) ? `${words} · ${noKey}` : words;
    }
  }

  class Quiz extends StructBlock {
    getTextLabel(options) {
      return this.childBlocks.title.getTextLabel(options) || this.childBlocks.questions.getTextLabel(options);
    }
  }

  const register = (name, Block) => {
    class Definition extends StructBlockDefinition {
      render(placeholder, prefix, state, error, capabilities) {
        return new Block(this, placeholder, prefix, state, error, capabilities);
      }
    }
    window.telepath.register(`courses.questions.${name}`, Definition);
  };

  register("Question", Question);
  register("Quiz", Quiz);
})();
