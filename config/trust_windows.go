package config

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// stranger says who else has a hand in a file, "" for nobody. The owner tells: who
// else may write is for the lists that owners keep.
func stranger(path string, _ fs.FileInfo) string {
	sd, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return ""
	}
	owner, _, err := sd.Owner()
	if err != nil || owner == nil {
		return ""
	}
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{windows.WinBuiltinAdministratorsSid, windows.WinLocalSystemSid} {
		if owner.IsWellKnown(kind) {
			return ""
		}
	}
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil || owner.Equals(me.User.Sid) {
		return ""
	}
	if owner.String() == trustedInstaller {
		return ""
	}
	return "belongs to another user of this machine"
}

// trustedInstaller owns the folders of Windows itself, the root of a disk among
// them.
const trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

// crosses reports whether a mount ends between a folder and its parent: drives
// have no parents here.
func crosses(_, _ string) bool { return false }

// forAll reports whether everybody on the machine can read a file: its mode
// doesn't tell.
func forAll(fs.FileInfo) bool { return false }
