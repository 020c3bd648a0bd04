//go:build !windows

package config

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// stranger says who else has a hand in a file, "" for nobody.
func stranger(_ string, info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	uid := os.Geteuid()
	switch mode := info.Mode(); {
	case stat.Uid != 0 && int(stat.Uid) != uid:
		return "belongs to another user of this machine"
	case mode.Type() == fs.ModeSymlink: // has no mode of its own
		return ""
	case mode&0o002 != 0:
		return "can be written by everybody on this machine"
	case mode&0o020 != 0 && stat.Gid != 0 && !ownGroup(uid, stat.Gid):
		return "can be written by others of its group"
	}
	return ""
}

// ownGroup reports whether a group is the user's private one, as many systems make
// for each: it has his name.
func ownGroup(uid int, gid uint32) bool {
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return int(gid) == uid
	}
	g, err := user.LookupGroupId(strconv.Itoa(int(gid)))
	return err == nil && g.Name == u.Username
}

// crosses reports whether a mount ends between a folder and its parent.
func crosses(dir, parent string) bool {
	a, errA := os.Stat(dir)
	b, errB := os.Stat(parent)
	if errA != nil || errB != nil {
		return false
	}
	x, okX := a.Sys().(*syscall.Stat_t)
	y, okY := b.Sys().(*syscall.Stat_t)
	return okX && okY && x.Dev != y.Dev
}

// forAll reports whether everybody on the machine can read a file.
func forAll(info fs.FileInfo) bool { return info.Mode()&0o004 != 0 }
