package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func settingsFrom(t *testing.T, text string, env map[string]string) (Settings, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := LoadSettings(path, func(name string) string { return env[name] })
	for i := range s.Notices {
		s.Notices[i] = strings.TrimPrefix(s.Notices[i], filepath.Dir(path)+string(filepath.Separator))
	}
	return s, err
}

func TestSettingsKnowTheirLines(t *testing.T) {
	s, err := settingsFrom(t, "\ufeff# mine\r\nmodel = \"claude-sonnet-4-6\"\r\nsystem = \"\"\"\nmodel = no\n\"\"\"\n"+
		"temperature = 1\nmax_tokens = 2000\ntimeout = \"90s\"\nno_history = true\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "model", s.Model, "claude-sonnet-4-6")
	same(t, "its line", s.Source("model").Line, 2)
	same(t, "system", s.System, "model = no\n")
	same(t, "temperature", *s.Temperature, 1)
	same(t, "max tokens", s.MaxTokens, 2000)
	same(t, "its line", s.Source("max-tokens").Line, 7)
	same(t, "timeout", s.Timeout, 90*time.Second)
	same(t, "no history", s.NoHistory, true)
	same(t, "what nobody set", s.Source("effort"), Source{})
	same(t, "notices", len(s.Notices), 0)
}

func TestTheEnvironmentRulesOverTheFile(t *testing.T) {
	s, err := settingsFrom(t, "model = \"a\"\neffort = \"low\"\n", map[string]string{
		"NEONCHAT_MODEL": "b", "NEONCHAT_TEMPERATURE": "0.5", "NEONCHAT_OFFLINE": "1", "NEONCHAT_DEMO_SPEED": "0", "NEONCHAT_DEMO_SERVE": "gpt-oss-20b,inkling", "NEONCHAT_NO_HISTORY": "false",
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "model", s.Model, "b")
	same(t, "its source", s.Source("model").String(), "NEONCHAT_MODEL in the environment")
	same(t, "effort", s.Effort, "low")
	same(t, "temperature", *s.Temperature, 0.5)
	same(t, "offline", s.Offline, true)
	same(t, "demo speed", *s.DemoSpeed, 0)
	same(t, "what the demo serves", s.DemoServe, "gpt-oss-20b,inkling")
}

func TestAnUnknownSettingIsNamedWithItsLine(t *testing.T) {
	s, err := settingsFrom(t, "modle = \"a\"\ntoken = \""+secret+"\"\ndebug = \"x\"\nmodel = \"b\"\n[keyes]\nquit = \"q\"\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "model", s.Model, "b")
	same(t, "how many notices", len(s.Notices), 4)
	for i, start := range []string{`config.toml:1: there is no setting "modle"; there are model, `, `config.toml:2: there is no setting "token"`,
		`config.toml:3: there is no setting "debug"`, `config.toml:5: there is no setting "keyes"`} {
		if !strings.HasPrefix(s.Notices[i], start) {
			t.Errorf("got %q, want %q", s.Notices[i], start)
		}
		if strings.Contains(s.Notices[i], secret) {
			t.Error("a secret was told")
		}
	}
}

func TestSettingsThatWillNotDo(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"model = \"a\"\nsystem = oops\n", "config.toml:2: "},
		{"model = \"a\"\nmodel = \"b\"\n", "config.toml:2: "},
		{"\n\"open", "config.toml:2: "},
		{"model = 5\n", "config.toml:1 model: this has to be a text in quotes"},
		{"temperature = \"hot\"\n", "config.toml:1 temperature: this has to be a number"},
		{"temperature = -1\n", "this has to be a number"},
		{"temperature = nan\n", "this has to be a number"},
		{"max_tokens = 1.5\n", "this has to be a whole number"},
		{"max_tokens = 0\n", "this has to be a whole number"},
		{"timeout = 90\n", "this has to be a duration"},
		{"no_history = \"perhaps\"\n", "this has to be true or false"},
		{"notify = \"perhaps\"\n", "config.toml:1 notify: this has to be true or false"},
		{"theme = true\n", "config.toml:1 theme: this has to be a text in quotes"},
		{"\nkeys = \"ctrl+s\"\n", "config.toml:2 keys: this has to be the table [keys]"},
		{"[[keys]]\nsend = \"ctrl+s\"\n", "keys: this has to be the table [keys]"},
		{"[keys]\nstop = \"esc\"\nsend = 5\n", "config.toml:3 keys.send: this has to be a key"},
		{"[keys]\nstop = [\n  \"esc\",\n  5]\n", "config.toml:2 keys.stop: this has to be a key"},
		{"[keys]\nstop = \"\"\n", "config.toml:2 keys.stop: this has to be a key"},
		{"[keys.stop]\nit = \"esc\"\n", "config.toml:1 keys.stop: this has to be a key"},
		{"\ncompare = [\"gpt-5\"]\n", "config.toml:2 compare: this has to be the table [compare]"},
		{"[keys]\nstop = \"esc\"\n[compare]\nfast = \"gpt-5\"\n", "config.toml:4 compare.fast: this has to be a list of models"},
		{"[compare]\nfast = [\n  \"gpt-5\",\n  5]\n", "config.toml:2 compare.fast: this has to be a list of models"},
		{"[compare]\nnone = []\n", "config.toml:2 compare.none: this has to be a list of models"},
	} {
		_, err := settingsFrom(t, c.text, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %v, want one line with %q", c.text, err, c.want)
		}
	}
	_, err := settingsFrom(t, "", map[string]string{"NEONCHAT_MAX_TOKENS": "many"})
	if err == nil || !strings.HasPrefix(err.Error(), "NEONCHAT_MAX_TOKENS in the environment: ") {
		t.Errorf("got %v", err)
	}
}

func TestKeysKnowTheirLines(t *testing.T) {
	s, err := settingsFrom(t, "theme = \"dracula\"\n\n[keys] # mine\nsend = \"ctrl+s\"\npage-up = [\"pgup\", \"f5\"]\nsuspend = []\n"+
		"\"odd name\" = \"x\"\n[kyes]\nstop = \"esc\"\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "how many", len(s.Keys), 4)
	same(t, "send", strings.Join(s.Keys["send"], " "), "ctrl+s")
	same(t, "its line", s.Source("keys.send").Line, 4)
	same(t, "page up", strings.Join(s.Keys["page-up"], " "), "pgup f5")
	same(t, "its line", s.Source("keys.page-up").Line, 5)
	same(t, "suspend", len(s.Keys["suspend"]), 0)
	same(t, "its line", s.Source("keys.suspend").Line, 6)
	same(t, "the odd one's line", s.Source("keys.odd name").Line, 7)
	same(t, "what nobody set", s.Source("keys.stop"), Source{})
	same(t, "how many notices", len(s.Notices), 1)
	if !strings.HasPrefix(s.Notices[0], `config.toml:8: there is no setting "kyes"`) {
		t.Errorf("got %q", s.Notices[0])
	}

	dotted, err := settingsFrom(t, "model = \"a\"\nkeys.send = \"ctrl+s\"\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "send", strings.Join(dotted.Keys["send"], " "), "ctrl+s")
	same(t, "its line", dotted.Source("keys.send").Line, 2)

	if _, err := settingsFrom(t, "", map[string]string{"NEONCHAT_KEYS": "send=ctrl+s"}); err == nil || !strings.Contains(err.Error(), "table [keys]") {
		t.Errorf("got %v", err)
	}
}

func TestSetsKnowTheirLines(t *testing.T) {
	s, err := settingsFrom(t, "[compare]\nfast = [\"gpt-5-mini\", \"gemini-2-5-flash\"]\n\n\"two ways\" = [\"gpt-5@mlflow\", \"gpt-5\"]\n\n[keys]\nfast = \"ctrl+s\"\n", nil)
	if err != nil || len(s.Notices) != 0 {
		t.Fatal(err, s.Notices)
	}
	same(t, "fast", strings.Join(s.Sets["fast"], " "), "gpt-5-mini gemini-2-5-flash")
	same(t, "its line", s.Source("compare.fast").Line, 2)
	same(t, "two ways", strings.Join(s.Sets["two ways"], " "), "gpt-5@mlflow gpt-5")
	same(t, "its line", s.Source("compare.two ways").Line, 4)
	same(t, "the keys", strings.Join(s.Keys["fast"], " "), "ctrl+s")
}

func TestAThemeIsAStyleOrAFile(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct{ name, file, variable, want string }{
		{"a style", "tokyo-night", "", "tokyo-night"},
		{"a file beside the settings", "mine.json", "", "FOLDER/mine.json"},
		{"a file in a folder there", "themes/mine", "", "FOLDER/themes/mine"},
		{"a file with a style's name", "./dark", "", "FOLDER/dark"},
		{"a file at home", "~/mine.json", "", home + "/mine.json"},
		{"a file anywhere", home + "/mine", "", home + "/mine"},
		{"a style in the environment", "dark", "light", "light"},
		{"a file in the environment", "dark", "themes/mine.json", "themes/mine.json"},
		{"a file at home in the environment", "dark", "~/mine.json", home + "/mine.json"},
		{"none", "", "", ""},
	} {
		s, err := settingsFrom(t, "theme = '"+c.file+"'\n", map[string]string{"NEONCHAT_THEME": c.variable, "HOME": home})
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Dir(s.Source("theme").File)
		same(t, c.name, s.Theme, filepath.FromSlash(strings.Replace(c.want, "FOLDER", folder, 1)))
	}
}

func TestNotificationsAreOnUntilTurnedOff(t *testing.T) {
	for _, c := range []struct {
		file, variable string
		set, want      bool
	}{
		{"", "", false, false},
		{"notify = false", "", true, false},
		{"notify = false", "true", true, true},
		{"notify = true", "0", true, false},
	} {
		s, err := settingsFrom(t, c.file+"\n", map[string]string{"NEONCHAT_NOTIFY": c.variable})
		if err != nil {
			t.Fatal(err)
		}
		if (s.Notify != nil) != c.set || c.set && *s.Notify != c.want {
			t.Errorf("%q, %q: got %v", c.file, c.variable, s.Notify)
		}
	}
}

func TestNoSettingsFileIsAnEmptyOne(t *testing.T) {
	none := func(string) string { return "" }
	s, err := LoadSettings(filepath.Join(t.TempDir(), "no", "config.toml"), none)
	if err != nil || s.Model != "" || s.Temperature != nil {
		t.Errorf("got %+v, %v", s, err)
	}
	if _, err := LoadSettings(t.TempDir(), none); err == nil {
		t.Error("a folder was read as a file")
	}
}

func TestFoldersFollowTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	f := Paths(func(name string) string {
		return map[string]string{"XDG_CONFIG_HOME": dir, "XDG_CACHE_HOME": "relative"}[name]
	})
	same(t, "settings", f.SettingsFile(), filepath.Join(dir, "neonchat", "config.toml"))
	for _, folder := range []string{f.Cache, f.State} {
		if filepath.Base(folder) != "neonchat" || !filepath.IsAbs(folder) {
			t.Errorf("got %q", folder)
		}
	}
}
