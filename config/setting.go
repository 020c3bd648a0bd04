package config

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A setting is one key of the settings file, and NEONCHAT_KEY in the
// environment.
type setting struct {
	key  string
	once bool // for one run, so not for the file

	// set takes a string from the environment, or whatever TOML has for the
	// key. When that won't do it returns what would, and changes nothing.
	set func(s *Settings, value any) (want string)
}

// settings returns all there are, in the order in which a person is told.
func settings() []setting {
	return []setting{
		{"model", false, text(func(s *Settings) *string { return &s.Model })},
		{"system", false, text(func(s *Settings) *string { return &s.System })},
		{"effort", false, text(func(s *Settings) *string { return &s.Effort })},
		{"dialect", false, text(func(s *Settings) *string { return &s.Dialect })},
		{"output", false, text(func(s *Settings) *string { return &s.Output })},
		{"temperature", false, number(func(s *Settings) **float64 { return &s.Temperature })},
		{"max_tokens", false, setMaxTokens},
		{"timeout", false, setTimeout},
		{"no_history", false, flag(func(s *Settings) *bool { return &s.NoHistory })},
		{"theme", false, text(func(s *Settings) *string { return &s.Theme })},
		{"notify", false, setNotify},
		{"tools", false, setTools},
		{"max_steps", false, setMaxSteps},
		{"max_cost", false, setMaxCost},
		{"keys", false, noTable(`the table [keys] of the settings file, with lines such as send = "ctrl+s"`)},
		{"compare", false, noTable(`the table [compare] of the settings file, with lines such as fast = ["gpt-5-mini", "gemini-2-5-flash"]`)},
		{"permissions", false, noTable(`the table [permissions] of the settings file, with lines such as "sql_*" = "allow"`)},
		{"mcp", false, noTable(`tables such as [mcp.github], with lines such as command = "npx"`)},
		{"session", true, text(func(s *Settings) *string { return &s.Session })},
		{"env_file", true, text(func(s *Settings) *string { return &s.EnvFile })},
		{"debug", true, text(func(s *Settings) *string { return &s.Debug })},
		{"demo", true, flag(func(s *Settings) *bool { return &s.Demo })},
		{"demo_speed", true, number(func(s *Settings) **float64 { return &s.DemoSpeed })},
		{"demo_serve", true, text(func(s *Settings) *string { return &s.DemoServe })},
		{"offline", true, flag(func(s *Settings) *bool { return &s.Offline })},
	}
}

// tables are those of the file. Each of their keys is a setting of its own,
// whatever its name. Those of a deep one are tables themselves, with such keys.
var tables = []struct {
	key  string
	deep bool
	set  func(name string) func(*Settings, any) string // nil for a key that isn't known
}{
	{"keys", false, setKeys},
	{"compare", false, setTargets},
	{"permissions", false, setPermission},
	{"mcp", true, setServer},
}

// inFile returns the setting that a key of the file is for.
func inFile(known []setting, key string) (setting, bool) {
	for _, t := range tables {
		if name, ok := strings.CutPrefix(key, t.key+"."); ok {
			set := t.set(name)
			return setting{key: key, set: set}, set != nil
		}
	}
	i := slices.IndexFunc(known, func(k setting) bool { return k.key == key && !k.once })
	if i < 0 {
		return setting{}, false
	}
	return known[i], true
}

func text(field func(*Settings) *string) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		text, ok := value.(string)
		if !ok {
			return `a text in quotes`
		}
		*field(s) = text
		return ""
	}
}

func flag(field func(*Settings) *bool) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		on, ok := asBool(value)
		if !ok {
			return "true or false"
		}
		*field(s) = on
		return ""
	}
}

func setNotify(s *Settings, value any) string {
	on, ok := asBool(value)
	if !ok {
		return "true or false"
	}
	s.Notify = &on
	return ""
}

func asBool(value any) (on, ok bool) {
	if text, is := value.(string); is {
		on, err := strconv.ParseBool(text)
		return on, err == nil
	}
	on, ok = value.(bool)
	return on, ok
}

func number(field func(*Settings) **float64) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		n, ok := asNumber(value)
		if !ok {
			return "a number, 0 or more"
		}
		*field(s) = &n
		return ""
	}
}

func asNumber(value any) (n float64, ok bool) {
	switch v := value.(type) {
	case float64:
		n, ok = v, true
	case int64:
		n, ok = float64(v), true
	case string:
		var err error
		n, err = strconv.ParseFloat(v, 64)
		ok = err == nil
	}
	return n, ok && n >= 0 && n <= 1e9 // no infinity, nor NaN
}

func setMaxTokens(s *Settings, value any) string {
	n, ok := asNumber(value)
	if !ok || n != float64(int(n)) || n == 0 {
		return "a whole number of tokens, 1 or more"
	}
	s.MaxTokens = int(n)
	return ""
}

func setMaxSteps(s *Settings, value any) string {
	n, ok := asNumber(value)
	if !ok || n != float64(int(n)) || n == 0 {
		return "a whole number of steps, 1 or more"
	}
	s.MaxSteps = int(n)
	return ""
}

func setMaxCost(s *Settings, value any) string {
	n, ok := asNumber(value)
	if !ok || n == 0 {
		return "a number of USD, such as 0.25"
	}
	s.MaxCost = n
	return ""
}

// setTools takes true for all sources, false for none, or their names.
func setTools(s *Settings, value any) string {
	if on, ok := asBool(value); ok {
		s.Tools = nil
		if on {
			s.Tools = []string{"*"}
		}
		return ""
	}
	list, ok := value.([]any)
	names, texts := asTexts(list)
	if s, is := value.(string); is {
		names, ok, texts = ToolSources(s), true, true
	}
	if !ok || !texts {
		return `true, false, or a list of sources such as ["sql"]`
	}
	s.Tools = names
	return ""
}

// ToolSources reads names of sources with commas between.
func ToolSources(names string) []string {
	return strings.FieldsFunc(names, func(r rune) bool { return r == ',' || r == ' ' })
}

// setPermission takes the word for the tools that fit a pattern.
func setPermission(pattern string) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		word, _ := value.(string)
		if !slices.Contains([]string{"ask", "allow", "deny"}, word) {
			return "ask, allow or deny"
		}
		if s.Permissions == nil {
			s.Permissions = make(map[string]string)
		}
		s.Permissions[pattern] = word
		return ""
	}
}

func setTimeout(s *Settings, value any) string {
	text, _ := value.(string)
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return `a duration such as "90s" or "2m"`
	}
	s.Timeout = d
	return ""
}

// noTable refuses what should be a table of the file and is none, in the
// environment too.
func noTable(want string) func(*Settings, any) string {
	return func(*Settings, any) string { return want }
}

// setKeys takes a key or a list of them. An empty list leaves the action without.
func setKeys(action string) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		keys, ok := asTexts(list)
		if !ok {
			return `a key such as "ctrl+x", or a list of keys such as ["ctrl+x", "f5"]`
		}
		if s.Keys == nil {
			s.Keys = make(map[string][]string)
		}
		s.Keys[action] = keys
		return ""
	}
}

// setTargets takes the targets of a set.
func setTargets(name string) func(*Settings, any) string {
	return func(s *Settings, value any) string {
		list, _ := value.([]any)
		targets, ok := asTexts(list)
		if !ok || len(targets) == 0 {
			return `a list of models such as ["gpt-5-mini", "gemini-2-5-flash"]`
		}
		if s.Sets == nil {
			s.Sets = make(map[string][]string)
		}
		s.Sets[name] = targets
		return ""
	}
}

// asTexts takes a list of texts, none of them empty.
func asTexts(list []any) (texts []string, ok bool) {
	texts = make([]string, len(list))
	for i, v := range list {
		if texts[i], ok = v.(string); !ok || texts[i] == "" {
			return nil, false
		}
	}
	return texts, true
}
