# SPDX-License-Identifier: Apache-2.0
# from the project's folder: the message names the case as it was given
cd "$ROOT" && scrutineer seats cases/cambodia-2013
