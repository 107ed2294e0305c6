"""The units in the window: switched at the top of the navigation, and worked on under 设置."""
