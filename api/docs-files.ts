// A link within a button is read as neither: paths are text. A field to choose from has no name of its own: it gets its
// parameter's.
const start = `const nameless = ({ React }) => ({
  wrapComponents: {
    DeepLink: () => ({ text }) => React.createElement("span", null, text),
    JsonSchema_string: (Field) => (props) =>
      React.createElement(
        "label",
        null,
        React.createElement("span", { className: "unseen" }, props.description),
        React.createElement(Field, props),
      ),
  },
});
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui", deepLinking: true, plugins: [nameless] });
`;

// Swagger UI's own colours are too pale for who sees little, and what scrolls cannot be reached by keys.
const style = `.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.swagger-ui .info .title small { background: #4a5058; }
.swagger-ui .info .title small.version-stamp { background: #35590a; }
.swagger-ui .info a, .swagger-ui .info .url { color: #1b5fa8; }
.swagger-ui .btn.authorize { color: #1b6b43; border-color: #1b6b43; }
.swagger-ui .btn.authorize svg { fill: #1b6b43; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1f5f9e; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1d6b45; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a5200; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0f6b5d; }
.swagger-ui .parameter__in { color: #4a4a4a; }
.swagger-ui pre.example { white-space: pre-wrap !important; overflow: visible !important; overflow-wrap: anywhere; max-height: none !important; }
.swagger-ui pre.example span { color: #fff !important; }
`;

/** Files of ours that the documentation page takes beside Swagger UI's. */
export const docsFiles = [
  { path: "/docs/start.js", type: "text/javascript", text: start },
  { path: "/docs/access.css", type: "text/css", text: style },
] as const;
