package ui

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// Clipboard finds the system's way to take text, nil where there is none: over
// ssh the clipboard would be the wrong machine's.
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

// Browser finds the system's way to show a web page, nil where there is none.
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

// firstOf runs the first tool that there is.
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
