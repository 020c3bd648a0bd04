package config

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// Folders are where neonchat keeps things on this system. None of them need
// exist yet.
type Folders struct {
	Config string // the settings file
	Cache  string // what can be fetched again
	State  string // what can't: the history
}

// Paths returns the folders, by the XDG specification or the system's own
// custom where it has one. The XDG_* variables of getenv rule over those that
// the process started with.
func Paths(getenv func(string) string) Folders {
	const app = "neonchat"
	folder := func(variable, custom string) string {
		if dir := getenv(variable); filepath.IsAbs(dir) {
			return filepath.Join(dir, app)
		}
		return filepath.Join(custom, app)
	}
	return Folders{
		Config: folder("XDG_CONFIG_HOME", xdg.ConfigHome),
		Cache:  folder("XDG_CACHE_HOME", xdg.CacheHome),
		State:  folder("XDG_STATE_HOME", xdg.StateHome),
	}
}

// SettingsFile returns the path of the settings file.
func (f Folders) SettingsFile() string { return filepath.Join(f.Config, "config.toml") }
