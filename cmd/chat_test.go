//go:build !windows

package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"neonchat/cmd/program"
	"neonchat/config"
	"neonchat/demo"
	"neonchat/ui/keymap"
)

func TestTheChatOpensOnATerminal(t *testing.T) {
	u := atTerminal(t, 80, nil, "--demo")
	u.sees("Ask something")
	u.types("repeat pelicans\r")
	u.sees("to first token")
	u.types("unsent\x03")
	u.sees("cleared")
	u.types("\x03\x03")
	got := u.leaves(program.ExitOK)
	for name, seq := range map[string]string{
		"the screen": "\x1b[?1049l", "the title": "\x1b[23;0t", "the cursor's shape": "\x1b[0 q", "the mouse": "\x1b[?1002l", "pasting": "\x1b[?2004l", "its word of colours": "\x1b[?2031l",
	} {
		if !strings.Contains(got, seq) {
			t.Errorf("%s is not given back", name)
		}
	}
}

// What was said is there the next time, on the branch that it was said on.
func TestTheChatKeepsWhatIsSaid(t *testing.T) {
	state := []string{"XDG_STATE_HOME=" + t.TempDir()}
	u := atTerminal(t, 80, state, "--demo", "-c")
	u.sees("there is no session on branch demo yet")
	u.types("repeat pelicans\r")
	u.sees("to first token")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
	u = atTerminal(t, 80, state, "--demo", "-c")
	u.sees("to first token")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
	u = atTerminal(t, 80, state, "--demo")
	u.sees("Ask something")
	u.types("\x13")
	u.sees("repeat pelicans")
	u.types("\r")
	u.sees("to first token")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
	u = atTerminal(t, 80, state, "--demo", "--no-history")
	u.sees("Ask something")
	u.types("\x13")
	u.sees("no sessions are kept here")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
}

// 'neon checkout' rewrites the file while the chat is open.
func TestTheChatFollowsACheckout(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".env")
	checkout := func(branch string) {
		s, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		writeFile(t, file, "NEON_BRANCH="+branch+"\nNEON_AI_GATEWAY_BASE_URL="+s.URL+"\nNEON_AI_GATEWAY_TOKEN="+s.Token+"\n")
	}
	checkout("main")
	u := atTerminal(t, 100, nil, "--env-file", file)
	u.sees("on branch main")
	u.types("repeat pelicans\r")
	u.sees("to first token")
	checkout("preview/x")
	u.sees("now on branch preview/x; /branch carry takes the session along")
	u.types("/branch carry\r")
	u.sees("carried over")
	u.types("repeat albatrosses\r")
	u.sees("albatrosses")
	u.types("/branch\r")
	u.sees("NEON_AI_GATEWAY_BASE_URL")
	u.sees("Other branches with sessions")
	u.types("q/quit\r")
	u.leaves(program.ExitOK)
}

func TestWithoutCredentialsTheChatOffersTheDemo(t *testing.T) {
	u := atTerminal(t, 80, []string{"NEON_AI_GATEWAY_BASE_URL=", "NEON_AI_GATEWAY_TOKEN=", "OPENAI_BASE_URL=", "OPENAI_API_KEY="})
	u.sees("neon env pull")
	u.types("d")
	u.sees("Ask something")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
}

func TestASecondChatLeavesTheDraftOfTheFirstAlone(t *testing.T) {
	env := []string{"XDG_STATE_HOME=" + t.TempDir()}
	first := atTerminal(t, 80, env, "--demo")
	first.sees("Ask something")
	first.types("mine alone")
	first.sees("mine alone")
	second := atTerminal(t, 80, env, "--demo")
	second.sees("Ask something")
	second.types("\x03\x03")
	if got := second.leaves(program.ExitOK); strings.Contains(got, "mine alone") {
		t.Error("it has the draft")
	}
	first.cmd.Process.Signal(syscall.SIGHUP)
	first.cmd.Wait()
	third := atTerminal(t, 80, env, "--demo")
	third.sees("mine alone")
	third.types("\x03\x03\x03")
	third.leaves(program.ExitOK)
}

func TestTheEditorIsWhatTheEnvironmentSays(t *testing.T) {
	for editor, want := range map[string]string{
		`sh -c 'echo "fancy words" > "$1"' my-editor`: "fancy words",
		"false":                "the editor: exit status 1",
		"/nowhere/to/be-found": "the editor: fork/exec /nowhere/to/be-found: no such file",
	} {
		u := atTerminal(t, 80, []string{"VISUAL=", "EDITOR=" + editor}, "--demo")
		u.sees("Ask something")
		u.types("plain\x0f")
		u.sees(want)
		if want != "fancy words" { // what stood there still does, and goes on
			u.types(" as it was")
			u.sees("as it was")
			u.types("\r")
			u.sees("tok/s")
		}
		u.types("\x03\x03\x03")
		out := u.leaves(program.ExitOK)
		// The answer may have pushed the question off the screen: the title has it.
		if want != "fancy words" && !strings.Contains(out, "plain as it was · neonchat") {
			t.Error("what stood there was lost")
		}
	}
}

// withSettings is a user's environment with a settings file.
func withSettings(t *testing.T, text string) (dir string, env []string) {
	t.Helper()
	home := t.TempDir()
	dir = filepath.Join(home, "neonchat")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "config.toml"), text)
	return dir, []string{"XDG_CONFIG_HOME=" + home}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestKeysAreWhatTheSettingsSay(t *testing.T) {
	_, env := withSettings(t, "[keys]\nhelp = \"f5\"\ninterrupt = [\"ctrl+c\", \"f6\"]\n")
	u := atTerminal(t, 80, env, "--demo")
	u.sees("Ask something")
	u.types("\x1b[15~")
	u.sees("search all that was ever asked")
	u.types("q")
	u.types("\x1b[17~\x1b[17~")
	u.leaves(program.ExitOK)
}

func TestThePagesSettingsWork(t *testing.T) {
	found := false
	for name, page := range pages(t) {
		for _, block := range regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(page, -1) {
			found = true
			dir, _ := withSettings(t, block[1])
			s, err := config.LoadSettings(filepath.Join(dir, "config.toml"), func(string) string { return "" })
			if err != nil || len(s.Notices) != 0 {
				t.Errorf("%s: %q, %v", name, s.Notices, err)
			}
			if err := keymap.Check(s.Keys); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if !found {
		t.Error("no page has settings: are they still found?")
	}
}

func TestKeysThatWillNotDoAreNamedWithTheirLine(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"an action that there isn't", "[keys]\nsned = \"ctrl+g\"\n", "config.toml:2: sned: there is no such action; there are "},
		{"two with one key", "[keys]\nsend = \"f5\"\n\neditor = [\"f6\", \"f5\"]\n", "config.toml:4: editor: the key f5 belongs to send too"},
		{"a letter where one writes", "[keys]\nsend = \"x\"\n", "config.toml:2: send: the key x is text where one writes"},
		{"a key that another usually has", "[keys]\nup = [\"f5\"]\nsend = \"ctrl+r\"\n", "config.toml:3: search: the key ctrl+r belongs to send too"},
		{"such a key beside a change of two", "[keys]\nsend = \"ctrl+g\"\nnewline = \"enter\"\nsearch = \"ctrl+t\"\n", "config.toml:4: reasoning: the key ctrl+t belongs to search too"},
	} {
		dir, env := withSettings(t, c.file)
		got := atTerminal(t, 80, env, "--demo").leaves(program.ExitUsage)
		if want := "neonchat: " + dir + "/" + c.want; !strings.HasPrefix(got, want) || !strings.Contains(got, "\nhint: ") {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
		// In a pipe there are no keys.
		one := exec.Command("neonchat", "--demo", "repeat pelicans")
		one.Env = append(append(os.Environ(), "HOME="+dir, "NEONCHAT_DEMO_SPEED=0", "NEONCHAT_OFFLINE=1"), env...)
		if out, err := one.Output(); err != nil || string(out) != "pelicans" {
			t.Errorf("%s: one answer is %q, %v", c.name, out, err)
		}
	}
}

func TestAThemeThatCanNotBeReadIsNamed(t *testing.T) {
	dir, env := withSettings(t, "# mine\ntheme = \"gone.json\"\n")
	broken, brokenEnv := withSettings(t, "theme = \"broken.json\"\n")
	writeFile(t, filepath.Join(broken, "broken.json"), "{")
	for _, c := range []struct {
		name string
		env  []string
		want string
	}{
		{"no file", env, dir + "/config.toml:2 theme: reading the Markdown style \"" + dir + "/gone.json\": "},
		{"no style file", brokenEnv, broken + "/config.toml:1 theme: reading the Markdown style \"" + broken + "/broken.json\": "},
		{"no style", append(env, "NEONCHAT_THEME=drakula"), `NEONCHAT_THEME in the environment: reading the Markdown style "drakula": `},
		{"glamour's own variable", []string{"GLAMOUR_STYLE=drakula"}, `GLAMOUR_STYLE in the environment: reading the Markdown style "drakula": `},
	} {
		for _, args := range [][]string{{"--demo"}, {"--demo", "--plain"}, {"--demo", "hi there"}} {
			got := atTerminal(t, 80, c.env, args...).leaves(program.ExitUsage)
			if !strings.Contains(got, "neonchat: "+c.want) || strings.Count(got, "\n") != 2 || !strings.Contains(got, "\nhint: ") {
				t.Errorf("%s, %v: got %q, want %q and a hint", c.name, args, got, c.want)
			}
		}
	}
}

// The settings' own theme rules over glamour's variable, and the environment's
// over that.
func TestAThemeColoursTheAnswer(t *testing.T) {
	dir, env := withSettings(t, "theme = \"mine.json\"\n")
	writeFile(t, filepath.Join(dir, "mine.json"), `{"strong": {"block_prefix": "<<", "block_suffix": ">>"}}`)
	answer := func(env ...string) string {
		all := atTerminal(t, 80, append(env, "COLORTERM=truecolor"), "--demo", "repeat # Birds\n\n**pelicans**").leaves(program.ExitOK)
		// Where the machine is slow a spinner has turned, and is gone.
		shown := strings.Split(all, "\x1b[K")
		return shown[len(shown)-1]
	}
	dark, light := answer("NEONCHAT_THEME=dark"), answer("NEONCHAT_THEME=light")
	if dark == light {
		t.Errorf("dark and light are alike: %q", dark)
	}
	mine := answer(append(env, "GLAMOUR_STYLE=light")...)
	if !strings.Contains(mine, "<<pelicans>>") {
		t.Errorf("the style file gives %q", mine)
	}
	for name, c := range map[string]struct{ got, want string }{
		"the environment over the settings": {answer(append(env, "NEONCHAT_THEME=light")...), light},
		"glamour's variable":                {answer("GLAMOUR_STYLE=light"), light},
		"by the background":                 {answer("GLAMOUR_STYLE=dark", "NEONCHAT_THEME=auto", "COLORFGBG=0;15"), light},
		"without any":                       {answer(), dark},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
}
