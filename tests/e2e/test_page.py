"""The page in a real browser against the real studio: the flow of a creator, from the door to the download."""

import os
import shutil
import subprocess

import harness
from harness import Case
from service import Service

WEB = harness.BINARY_DIR / "src" / "page" / "web"  # where the page was built, with its tests


class Page(Case):
    def test_a_creators_whole_way(self):
        if not shutil.which("chromium"):
            harness.skip(self, "Chromium is not installed")
        with Service(self.place) as service:
            done = subprocess.run(
                ["npm", "run", "--silent", "test:browser", "--", "flow"],
                cwd=WEB,
                env=os.environ | {"MSS_BASE_URL": service.address},
                capture_output=True,
                text=True,
                timeout=240 * harness.SLOWNESS,
                check=False,
            )
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-3000:])
