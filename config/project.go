package config

import (
	"os"
	"path/filepath"
)

// projectFiles are where other programs look for the servers of tools of a
// project, the more usual first.
var projectFiles = [...]string{".mcp.json", filepath.Join(".cursor", "mcp.json"), filepath.Join(".vscode", "mcp.json")}

// ProjectFiles returns the files that set up servers of tools for the project of
// p.Dir: those in the nearest folder at or above it that has some which can be
// trusted, see [Trust]. The notices are of the others. What lies in p.Home itself is no
// project's, but a program's own.
func ProjectFiles(p Place) (paths, notices []string) {
	p.EnvFile = ""
	for _, dir := range p.folders() {
		if sameFolder(dir, p.Home) {
			break
		}
		for _, name := range projectFiles {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
				continue
			}
			if err := Trust(path); err != nil {
				notices = append(notices, err.Error())
				continue
			}
			paths = append(paths, path)
		}
		if len(paths) > 0 {
			break
		}
	}
	return paths, notices
}
