# SPDX-License-Identifier: Apache-2.0
scrutineer seats --preset kh-2013
