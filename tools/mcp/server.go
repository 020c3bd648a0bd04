package mcp

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Server says how to reach one server, and what of it to offer. It has a
// Command or a URL.
type Server struct {
	Name string

	Command string
	Args    []string
	Env     map[string]string // beside what every server gets: see [environment]
	Dir     string            // empty: the working folder

	URL     string
	Headers map[string]string

	Tools   []string      // patterns such as "list_*" of the tools to offer; empty: all
	Timeout time.Duration // how long a call may give no sign of life; 0: two minutes

	// Braces says that only ${NAME} means a variable, as in the files of other
	// programs, and not $NAME.
	Braces bool

	// Folder is what ${workspaceFolder} means, and where Dir begins.
	Folder string
}

// Where Neon's own server is, for who names it and says nothing else of it.
const (
	NeonName = "neon"
	NeonURL  = "https://mcp.neon.tech/mcp"
)

const (
	startLimit  = 10 * time.Second
	silentLimit = 2 * time.Minute
)

func (s Server) silence() time.Duration { return cmp.Or(s.Timeout, silentLimit) }

// start is how long the server may take until it has told its tools. Whoever
// lets calls take longer than usual lets the start do so, too.
func (s Server) start() time.Duration { return max(startLimit, s.Timeout) }

// resolve reads the variables in s, and checks what comes of it. The secrets
// are the values that stand for variables now, and the values of headers.
func (s Server) resolve(getenv func(string) string) (resolved Server, secrets []string, err error) {
	if s.Name == NeonName && s.Command == "" && s.URL == "" {
		s.URL = NeonURL
	}
	x := expansion{getenv: getenv, braces: s.Braces, folder: s.Folder}
	s.Command = x.expand(s.Command)
	s.Args = x.list(s.Args)
	s.Env = x.table(s.Env)
	s.Dir = x.expand(s.Dir)
	s.URL = x.expand(s.URL)
	s.Headers = x.table(s.Headers)
	for _, v := range s.Headers {
		_, token, _ := strings.Cut(v, " ") // "Bearer TOKEN"
		x.secrets = append(x.secrets, v, token)
	}
	if x.err != nil {
		return s, nil, x.err
	}
	if s.Folder != "" && !filepath.IsAbs(s.Dir) {
		s.Dir = filepath.Join(s.Folder, s.Dir)
	}
	secrets = slices.DeleteFunc(x.secrets, func(v string) bool { return len(v) < 6 })
	// longer ones first, so that no rest of one is left where another is a part of it
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	switch {
	case s.Command == "" && s.URL == "":
		return s, nil, errors.New("it has neither a command nor a url")
	case s.Command != "" && s.URL != "":
		return s, nil, errors.New("it has a command and a url; give one of them")
	case s.URL != "":
		err = checkURL(s.URL, len(s.Headers) > 0)
	}
	return s, secrets, err
}

// checkURL wants an address of the web, and https where a header might be a
// secret.
func checkURL(text string, headers bool) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("its url has to begin with https://")
	}
	if u.User != nil {
		return errors.New("there is a user name or a password in its url; use headers")
	}
	if u.Scheme == "http" && headers && !loopback(u.Hostname()) {
		return errors.New("http would carry its headers in the clear; only localhost may be reached without https")
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// variable reads one of a process's variables, the last where there are several.
func variable(environ []string) func(string) string {
	return func(name string) string {
		for _, v := range slices.Backward(environ) {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

// An expansion reads variables, and remembers their values and the first that
// isn't set.
type expansion struct {
	getenv  func(string) string
	braces  bool
	folder  string
	secrets []string
	err     error
}

func (x *expansion) list(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = x.expand(t)
	}
	return out
}

func (x *expansion) table(texts map[string]string) map[string]string {
	out := make(map[string]string, len(texts))
	for k, v := range texts {
		out[k] = x.expand(v)
	}
	return out
}

// expand knows $NAME, ${NAME}, ${NAME:-else}, ${env:NAME} and the folders of
// editors. "$$" is a dollar sign, and so is one before anything else.
func (x *expansion) expand(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, rest, braced := cutName(after)
		switch {
		case strings.HasPrefix(after, "$") && !x.braces:
			b.WriteByte('$')
			rest = after[1:]
		case name == "" || !braced && x.braces:
			b.WriteByte('$')
			rest = after
		default:
			b.WriteString(x.value(name))
		}
		text = rest
	}
}

// cutName cuts what follows a dollar sign into a name and the rest.
func cutName(after string) (name, rest string, braced bool) {
	if inner, ok := strings.CutPrefix(after, "{"); ok {
		name, rest, ok = strings.Cut(inner, "}")
		if !ok {
			return "", after, false
		}
		return name, rest, true
	}
	n := 0
	for n < len(after) && isNameByte(after[n], n) {
		n++
	}
	return after[:n], after[n:], false
}

func isNameByte(c byte, at int) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || at > 0 && c >= '0' && c <= '9'
}

func (x *expansion) value(name string) string {
	switch name {
	case "workspaceFolder", "workspaceRoot":
		return x.folder
	case "userHome":
		return cmp.Or(x.getenv("HOME"), x.getenv("USERPROFILE"))
	case "pathSeparator", "/":
		return string(filepath.Separator)
	}
	if input, ok := strings.CutPrefix(name, "input:"); ok {
		x.fail(fmt.Errorf("it wants the input %q, which only the editor asks for; set the server up in config.toml", input))
		return ""
	}
	name = strings.TrimPrefix(name, "env:")
	name, otherwise, hasElse := strings.Cut(name, ":-")
	value := x.getenv(name)
	if value == "" && !hasElse {
		x.fail(fmt.Errorf("the variable %s isn't set", oneLine(name, 60)))
	}
	if value != "" {
		x.secrets = append(x.secrets, value)
	}
	return cmp.Or(value, otherwise)
}

func (x *expansion) fail(err error) { x.err = cmp.Or(x.err, err) }

// passed are the variables that every server gets. What else it needs stands in
// its own env: the gateway's token and the database's password are nobody's
// business.
var passed = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP",
	"APPDATA", "LOCALAPPDATA", "HOMEDRIVE", "HOMEPATH", "USERNAME", "USERPROFILE", "PATHEXT", "COMSPEC",
	"PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROCESSOR_ARCHITECTURE", "SYSTEMDRIVE", "SYSTEMROOT", "WINDIR",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
	"DOCKER_HOST", "SSH_AUTH_SOCK", "VIRTUAL_ENV",
}

var passedPrefixes = []string{"LC_", "XDG_", "NVM_", "NPM_CONFIG_", "UV_", "VOLTA_", "ASDF_", "MISE_", "PYENV_"}

// environment is what a server's process sees: the usual of environ, and its
// own.
func environment(environ []string, own map[string]string) []string {
	var env []string
	for _, v := range environ {
		name, _, _ := strings.Cut(v, "=")
		name = strings.ToUpper(name)
		hasPrefix := func(p string) bool { return strings.HasPrefix(name, p) }
		if slices.Contains(passed, name) || slices.ContainsFunc(passedPrefixes, hasPrefix) && !strings.Contains(name, "TOKEN") {
			env = append(env, v)
		}
	}
	for k, v := range own {
		env = append(env, k+"="+v)
	}
	slices.Sort(env)
	return env
}

// command makes the process of a resolved server.
func (s Server) command(environ []string) (*exec.Cmd, error) {
	if info, err := os.Stat(cmp.Or(s.Dir, ".")); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s to run it in", s.Dir)
	}
	c := exec.Command(s.Command, s.Args...)
	if errors.Is(c.Err, exec.ErrNotFound) {
		return nil, fmt.Errorf("there is no program %s on the PATH", s.Command)
	}
	c.Dir = s.Dir
	c.Env = environment(environ, s.Env)
	return c, nil
}
