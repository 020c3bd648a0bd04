//go:build unix

package mcp

import (
	"os/exec"
	"strconv"
	"syscall"
)

// A guard ends a server and all that it has started, such as the node behind an
// npx, when this program ends, and when it is killed too. The server leads a
// process group. A shell waits for the end of a pipe that this program holds
// open, and then kills the group.
type guard struct {
	shell *exec.Cmd // nil where there is none
}

func (g *guard) prepare(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// watch starts the shell. Where there is none, the server sees its input end,
// which is all that most servers wait for.
func (g *guard) watch(cmd *exec.Cmd) {
	shell := exec.Command("/bin/sh", "-c", `read -r _; kill -KILL "-$1"`, "sh", strconv.Itoa(cmd.Process.Pid))
	shell.Env = []string{}
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // ctrl+c isn't for it
	if _, err := shell.StdinPipe(); err != nil || shell.Start() != nil {
		return
	}
	g.shell = shell
	go func() { _ = shell.Wait() }() // ends with the shell
}

// ask asks the server to end.
func (g *guard) ask(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
}

// kill kills the group, and the shell first: its time is over once the
// group's number may be another's.
func (g *guard) kill(cmd *exec.Cmd) {
	if g.shell != nil {
		_ = g.shell.Process.Kill()
	}
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
