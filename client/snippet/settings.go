package snippet

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"neonchat/chat"
)

// A Setting points a program of others at the gateway and a model. It names the
// token by its variable, never by its value.
type Setting struct {
	Program string
	Dialect string   // that the program speaks to the model
	Shell   string   // lines for a shell, or "": then Part is all there is
	Part    string   // what belongs into the program's own file
	Fence   string   // the language of Part, as a Markdown fence names it
	File    Place    // the program's own file
	Run     string   // the command that runs the program so
	Notices []string // what doesn't work there

	merge func(old []byte) ([]byte, error)
}

// A Place is where a program keeps a file.
type Place struct {
	Variable string // of the environment: names the folder in the place of Folder, "" for none
	Root     Root
	Folder   string // below the root
	Name     string
}

// A Root is a folder that a [Place] is below.
type Root int

const (
	Project Root = iota // where the program is run
	Home                // of the user
	Config              // where the system keeps its users' settings
)

// Merge puts the part into what the file holds, beside all that is there. What the
// part names it replaces.
func (s Setting) Merge(old []byte) ([]byte, error) {
	merged, err := s.merge(old)
	if err != nil {
		return nil, &Error{fmt.Sprintf("%s can't be changed by neonchat: %v", s.File.Name, err), "put in by hand what is printed without --write"}
	}
	return merged, nil
}

// A Target is the model that a program is pointed at, and where.
type Target struct {
	Model   chat.Model
	Effort  string
	Context int    // tokens that the model takes, 0 where it isn't known
	URL     string // of the gateway: scheme://host
}

// settable are the programs, in the order in which they are shown.
var settable = []struct {
	name     string
	dialects []string
	set      func(Target) Setting
}{
	{"claude-code", []string{chat.Anthropic}, claudeCode},
	{"codex", []string{chat.OpenAI}, codex},
	{"opencode", everywhere, opencode},
	{"pi", everywhere, pi},
	{"gemini-cli", []string{chat.Gemini}, geminiCLI},
	{"llm", []string{chat.MLflow}, llm},
	{"aider", []string{chat.MLflow}, aider},
}

// Settable lists the programs of others that can be pointed at the gateway.
func Settable() []string {
	var names []string
	for _, s := range settable {
		names = append(names, s.name)
	}
	return names
}

// Set gives what points the program of that name at the target. The error is an
// *[Error] where the name is unknown or the program can't reach the model.
func Set(name string, t Target) (Setting, error) {
	for _, one := range settable {
		if one.name != name {
			continue
		}
		as := sdk{name: name, dialects: one.dialects}
		dialect, err := as.dialect(t.Model)
		if err != nil {
			return Setting{}, &Error{err.Error(), "it can't ask models of another family; " + programsFor(t.Model)}
		}
		t.Model.Dialect = dialect
		s := one.set(t)
		s.Program, s.Dialect = name, t.Model.Dialect
		return s, nil
	}
	return Setting{}, unknown(name)
}

// programsFor names the programs that can ask the model.
func programsFor(m chat.Model) string {
	var can []string
	for _, one := range settable {
		if _, err := (&sdk{name: one.name, dialects: one.dialects}).dialect(m); err == nil {
			can = append(can, one.name)
		}
	}
	return "for this one take --sdk " + oneOf(can)
}

const (
	envURL   = "NEON_AI_GATEWAY_BASE_URL"
	envToken = "NEON_AI_GATEWAY_TOKEN"
)

// base is the address of a dialect's routes.
func (t Target) base(route string) string { return t.URL + "/ai-gateway/" + route }

func texts(pairs ...string) object {
	var o object
	for i := 0; i < len(pairs); i += 2 {
		o = append(o, field{key: pairs[i], value: pairs[i+1]})
	}
	return o
}

func exports(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, "export %s=%s\n", pairs[i], pairs[i+1])
	}
	return b.String()
}

func inJSON(s Setting, part object) Setting {
	s.Fence, s.Part = "json", document.write(part, 0)+"\n"
	s.merge = func(old []byte) ([]byte, error) { return mergeJSON(old, part) }
	return s
}

func claudeCode(t Target) Setting {
	id := t.Model.ID
	env := texts("ANTHROPIC_BASE_URL", t.base("anthropic"), "ANTHROPIC_MODEL", id)
	var lines strings.Builder
	lines.WriteString(exports("ANTHROPIC_BASE_URL", `"$`+envURL+`/ai-gateway/anthropic"`, "ANTHROPIC_AUTH_TOKEN", `"$`+envToken+`"`,
		"ANTHROPIC_API_KEY", "", "ANTHROPIC_MODEL", shellText(id)))
	for _, size := range []string{"OPUS", "SONNET", "HAIKU", "FABLE"} { // small tasks go to these by themselves
		name := "ANTHROPIC_DEFAULT_" + size + "_MODEL"
		env = env.with(name, id)
		lines.WriteString(exports(name, shellText(id)))
	}
	return inJSON(Setting{
		Shell: lines.String(), Run: "claude",
		File: Place{Root: Project, Folder: ".claude", Name: "settings.local.json"},
		Notices: []string{
			"Claude Code needs 2.1.259 or newer, and asks Claude alone",
			"WebSearch and other tools that run at the vendor aren't served",
		},
	}, object{{key: "apiKeyHelper", value: "printenv " + envToken}, {key: "env", value: env}})
}

func codex(t Target) Setting {
	top := [][2]string{{"model", strconv.Quote(t.Model.ID)}, {"model_provider", `"neon"`}}
	if t.Effort != "" {
		top = append(top, [2]string{"model_reasoning_effort", strconv.Quote(t.Effort)})
	}
	table := fmt.Sprintf("[model_providers.neon]\nname = \"Neon AI Gateway\"\nbase_url = %q\nenv_key = %q\nwire_api = \"responses\"\n", t.base("openai/v1"), envToken)
	var part strings.Builder
	for _, line := range top {
		part.WriteString(line[0] + " = " + line[1] + "\n")
	}
	return Setting{
		Fence: "toml", Part: part.String() + "\n" + table, Run: "codex",
		File:    Place{Variable: "CODEX_HOME", Root: Home, Folder: ".codex", Name: "config.toml"},
		Notices: []string{"Codex needs 0.145 or newer, and asks over Responses alone: models that speak it"},
		merge:   func(old []byte) ([]byte, error) { return mergeTOML(old, top, table) },
	}
}

// gatewayName is what providers are called, with the dialect behind it: "neon" alone
// is another one where programs know models.dev.
const gatewayName = "neon-gateway"

// limits are a model's, which opencode wants together or not at all.
func (t Target) limits(context, output string) object {
	if t.Context == 0 || t.Model.OutputLimit == 0 {
		return nil
	}
	n := func(i int) json.Number { return json.Number(strconv.Itoa(i)) }
	return object{{key: context, value: n(t.Context)}, {key: output, value: n(t.Model.OutputLimit)}}
}

func opencode(t Target) Setting {
	variable := func(name string) string { return "{env:" + name + "}" }
	packages := map[string][2]string{
		chat.MLflow:    {"@ai-sdk/openai-compatible", "mlflow/v1"},
		chat.OpenAI:    {"@ai-sdk/openai", "openai/v1"},
		chat.Anthropic: {"@ai-sdk/anthropic", "anthropic/v1"},
		chat.Gemini:    {"@ai-sdk/google", "gemini/v1beta"},
	}
	p := packages[t.Model.Dialect]
	options := texts("baseURL", variable(envURL)+"/ai-gateway/"+p[1])
	m := texts("name", t.Model.ID)
	switch t.Model.Dialect {
	case chat.Anthropic:
		options = options.with("authToken", variable(envToken))
		m = m.with("options", object{{key: "toolStreaming", value: false}}) // else it asks for what the gateway refuses
	case chat.Gemini:
		options = options.with("apiKey", variable(envToken)).with("headers", texts("Authorization", "Bearer "+variable(envToken)))
	default:
		options = options.with("apiKey", variable(envToken))
	}
	if limits := t.limits("context", "output"); limits != nil {
		m = m.with("limit", limits)
	}
	name := gatewayName + "-" + t.Model.Dialect // a provider speaks one dialect
	provider := object{
		{key: "npm", value: p[0]}, {key: "name", value: "Neon AI Gateway"}, {key: "options", value: options},
		{key: "models", value: object{{key: t.Model.ID, value: m}}},
	}
	return inJSON(Setting{Run: "opencode", File: Place{Root: Project, Name: "opencode.json"}}, object{
		{key: "$schema", value: "https://opencode.ai/config.json"},
		{key: "model", value: name + "/" + t.Model.ID},
		{key: "provider", value: object{{key: name, value: provider}}},
	})
}

func pi(t Target) Setting {
	apis := map[string][2]string{
		chat.MLflow:    {"openai-completions", "mlflow/v1"},
		chat.OpenAI:    {"openai-responses", "openai/v1"},
		chat.Anthropic: {"anthropic-messages", "anthropic"},
		chat.Gemini:    {"google-generative-ai", "gemini/v1beta"},
	}
	api := apis[t.Model.Dialect]
	m := append(texts("id", t.Model.ID), t.limits("contextWindow", "maxTokens")...)
	provider := texts("baseUrl", t.base(api[1]), "api", api[0], "apiKey", "!printenv "+envToken).with("authHeader", true)
	switch t.Model.Dialect {
	case chat.MLflow: // what the gateway refuses
		provider = provider.with("compat", object{{key: "supportsStore", value: false}, {key: "supportsStrictMode", value: false}, {key: "supportsDeveloperRole", value: false}})
	case chat.Anthropic:
		provider = provider.with("compat", object{{key: "supportsEagerToolInputStreaming", value: false}})
	}
	name := gatewayName + "-" + t.Model.Dialect
	provider = provider.with("models", list{m})
	return inJSON(Setting{
		Run:  "pi --provider " + name + " --model " + shellText(t.Model.ID),
		File: Place{Variable: "PI_CODING_AGENT_DIR", Root: Home, Folder: ".pi/agent", Name: "models.json"},
	}, object{{key: "providers", value: object{{key: name, value: provider}}}})
}

func geminiCLI(t Target) Setting {
	return inJSON(Setting{
		Shell: exports("GOOGLE_GEMINI_BASE_URL", `"$`+envURL+`/ai-gateway/gemini"`, "GEMINI_API_KEY_AUTH_MECHANISM", "bearer",
			"GEMINI_API_KEY", `"$`+envToken+`"`, "GEMINI_MODEL", shellText(t.Model.ID)),
		Run:  "gemini",
		File: Place{Root: Project, Folder: ".gemini", Name: "settings.json"},
		Notices: []string{
			"Gemini CLI has to be older than 0.45: newer ones change the ids of models",
			"its settings can't name the address: the lines that are printed without --write have to be set in the shell too",
		},
	}, object{
		{key: "security", value: object{{key: "auth", value: texts("selectedType", "gemini-api-key")}}},
		{key: "model", value: texts("name", t.Model.ID)},
	})
}

func llm(t Target) Setting {
	name := "neon/" + t.Model.ID
	item := [][2]string{
		{"model_id", strconv.Quote(name)}, {"model_name", strconv.Quote(t.Model.ID)}, {"api_base", strconv.Quote(t.base("mlflow/v1"))}, {"api_key_name", `"neon"`},
	}
	var part strings.Builder
	for i, line := range item {
		part.WriteString([]string{"- ", "  "}[min(i, 1)] + line[0] + ": " + line[1] + "\n")
	}
	return Setting{
		Fence: "yaml", Part: part.String(), Run: `OPENAI_API_KEY="$` + envToken + `" llm -m ` + shellText(name) + ` "hello"`,
		File:  Place{Variable: "LLM_USER_PATH", Root: Config, Folder: "io.datasette.llm", Name: "extra-openai-models.yaml"},
		merge: func(old []byte) ([]byte, error) { return mergeItem(old, part.String()) },
	}
}

func aider(t Target) Setting {
	keys := [][2]string{{"model", strconv.Quote("openai/" + t.Model.ID)}, {"openai-api-base", strconv.Quote(t.base("mlflow/v1"))}}
	var part strings.Builder
	for _, k := range keys {
		part.WriteString(k[0] + ": " + k[1] + "\n")
	}
	return Setting{
		Shell: exports("OPENAI_API_BASE", `"$`+envURL+`/ai-gateway/mlflow/v1"`, "OPENAI_API_KEY", `"$`+envToken+`"`),
		Fence: "yaml", Part: part.String(),
		Run:     `OPENAI_API_KEY="$` + envToken + `" aider --model ` + shellText("openai/"+t.Model.ID),
		File:    Place{Root: Project, Name: ".aider.conf.yml"},
		Notices: []string{"aider's settings can't name the token by its variable: it is given OPENAI_API_KEY"},
		merge:   func(old []byte) ([]byte, error) { return mergeKeys(old, keys) },
	}
}
