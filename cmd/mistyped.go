package cmd

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/cmd/program"
)

// foreign are commands of other programs for models, with what does the same
// here. Prompts hardly ever begin with one of them.
var foreign = map[string]string{
	"aliases":    "[compare] in config.toml names sets of models",
	"auth":       "'neon env pull' fetches the credentials, and 'neonchat doctor' checks them",
	"chat":       "'neonchat' alone opens the chat",
	"config":     "'neonchat doctor' shows where config.toml is",
	"exec":       `neonchat "explain branching" asks once`,
	"extensions": "",
	"keys":       "'neon env pull' fetches the credentials, and 'neonchat doctor' checks them",
	"login":      "'neon env pull' fetches the credentials, and 'neonchat doctor' checks them",
	"logout":     "'neonchat doctor' shows where the credentials come from",
	"logs":       "'neonchat sessions' lists what was asked",
	"mcp":        "",
	"plugins":    "",
	"repl":       "'neonchat' alone opens the chat",
	"templates":  "",
}

// foreignAlone are more such commands, recognised only when nothing follows.
var foreignAlone = map[string]string{
	"ask":      `neonchat "explain branching" asks once`,
	"branches": "'neonchat sessions --all-branches' lists the sessions of all branches",
	"export":   "'neonchat sessions export' writes sessions to files",
	"history":  "'neonchat sessions' lists what was asked",
	"import":   "'neonchat sessions import' reads sessions from files",
	"list":     "'neonchat models' and 'neonchat sessions' list what there is",
	"ls":       "'neonchat models' and 'neonchat sessions' list what there is",
	"new":      "'neonchat' alone opens the chat",
	"prompt":   `neonchat "explain branching" asks once`,
	"resume":   "'neonchat -c' continues the latest session",
	"run":      `neonchat "explain branching" asks once`,
	"search":   "'neonchat sessions search WORDS' searches the messages",
	"serve":    "'neonchat demo' serves the offline gateway",
	"settings": "'neonchat doctor' shows where config.toml is",
	"update":   "",
	"upgrade":  "",
	"version":  "'neonchat --version' shows the version",
}

// plainWord matches a word as commands and their arguments have it.
var plainWord = regexp.MustCompile(`^[\pL\pN][\pL\pN_./:@-]*$`)

// mostBehind is how many words may follow a mistyped command. A longer text is a
// prompt.
const mostBehind = 2

// checkCommand refuses a prompt that was surely meant as a command: its first
// word is a command of another program, or one of ours with a typo. After "--"
// everything is a prompt.
func checkCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || len(args) > 1+mostBehind || root.ArgsLenAtDash() == 0 {
		return nil
	}
	if slices.ContainsFunc(args, func(a string) bool { return !plainWord.MatchString(a) }) {
		return nil
	}
	word := strings.ToLower(args[0])
	instead, none := foreign[word]
	if alone, ok := foreignAlone[word]; ok && len(args) == 1 {
		instead, none = alone, true
	}
	if near := nearest(root, word); near != "" {
		instead, none = "did you mean 'neonchat "+near+"'?", true
	}
	if !none {
		return nil
	}
	const otherwise = `put "--" before a prompt that begins so`
	switch {
	case instead == "":
		instead = "'neonchat --help' lists the commands; "
	case strings.HasSuffix(instead, "?"):
		instead += " "
	default:
		instead += "; "
	}
	return program.Usagef(instead+otherwise, "there is no command %q", args[0])
}

// nearest is the command that differs from a word by one letter, "" when there
// is none.
func nearest(root *cobra.Command, word string) string {
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "" && word[0] == c.Name()[0] && catalog.Distance(word, c.Name()) == 1 {
			return c.Name()
		}
	}
	return ""
}
