package ui

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// Clipboard returns the function that writes to the system's clipboard, nil
// where there is none. Over ssh it is nil, since that clipboard would be on the
// wrong machine.
func Clipboard(getenv func(string) string) func(string) error {
	if getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "" {
		return nil
	}
	tools := [][]string{{"pbcopy"}, {"clip.exe"}}
	if getenv("DISPLAY") != "" {
		tools = append([][]string{{"xclip", "-selection", "clipboard"}, {"xsel", "-bi"}}, tools...)
	}
	if getenv("WAYLAND_DISPLAY") != "" {
		tools = append([][]string{{"wl-copy"}}, tools...)
	}
	return func(text string) error {
		return firstOf(tools, func(c *exec.Cmd) { c.Stdin = strings.NewReader(text) })
	}
}

// Browser returns the function that opens a web page in the system's browser,
// nil where there is none.
func Browser(getenv func(string) string) func(string) error {
	if getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "" {
		return nil
	}
	tools := []string{"open", "xdg-open", "wslview"}
	for _, t := range tools {
		if _, err := exec.LookPath(t); err == nil {
			return func(link string) error {
				return firstOf([][]string{{t, link}}, func(*exec.Cmd) {})
			}
		}
	}
	return nil
}

// firstOf runs the first of the tools that is installed.
func firstOf(tools [][]string, with func(*exec.Cmd)) error {
	for _, t := range tools {
		path, err := exec.LookPath(t[0])
		if err != nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		c := exec.CommandContext(ctx, path, t[1:]...)
		with(c)
		return c.Run()
	}
	return errors.New("there is no tool for it")
}
